"""A reader as the desk knows her: what is set by hand about her, and what can be done."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from comments.models.block import Block
from comments.models.desk_act import DeskAct
from comments.models.rules import Trust

BLOCKS = "comments.block_reader"


@dataclass
class Reader:
    """Somebody who is not staff. `block` keeps her from writing now, or is None; `trust` is the level set by hand, or ""."""

    person: User
    block: Block | None = None
    trust: str = ""

    @property
    def pk(self):
        return self.person.pk

    @property
    def blocks(self):
        """The block that holds now, if there is one, as a list."""
        return [self.block] if self.block else []

    @classmethod
    def of(cls, person):
        """Return what is set about a person now, or None of staff: they are nobody's to block or to hold."""
        return cls.by_key([person]).get(person.pk)

    @classmethod
    def by_key(cls, people):
        """Return {key: Reader} of those of these people who are not staff; three queries in all."""
        blocks = {block.reader_id: block for block in Block.objects.standing().filter(reader__in=people)}
        levels = dict(Trust.objects.filter(person__in=people).values_list("person", "level"))
        staff = set(User.objects.staff().filter(pk__in=[each.pk for each in people]).values_list("pk", flat=True))
        readers = (each for each in people if each.pk not in staff)
        return {each.pk: cls(each, blocks.get(each.pk), levels.get(each.pk, "")) for each in readers}

    def acts_at_desk(self, user):
        """Return {name: DeskAct} of what this person may do about her now."""
        return DeskAct.open_to(user, self, AT_DESK)

    def lift_block(self, by):
        """Let her write again; nothing happens when her block has ended."""
        if self.block:
            self.block.lift(by)


AT_DESK = [
    DeskAct(
        name="unblock",
        label=_("Unblock"),
        needs=BLOCKS,
        verb=Reader.lift_block,
        told=_("Unblocked. This reader can write again."),
        is_open=lambda reader: reader.block is not None,
        refuses_itself=True,
    ),
    DeskAct(
        name="block",
        label=_("Block and tell them why"),
        needs=BLOCKS,
        verb=lambda reader, by, message, until: Block.put(reader.person, by, message, until),
        told=_("Blocked. The reader has been told."),
        is_open=lambda reader: reader.block is None,
        refuses_itself=True,
        folded=_("Block this reader …"),
    ),
    DeskAct(
        name="trust",
        label=_("Save"),
        needs=BLOCKS,
        verb=lambda reader, by, level: Trust.set(reader.person, level, by),
        told=_("Saved. It applies from their next message on."),
    ),
]
