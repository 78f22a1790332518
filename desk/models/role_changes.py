"""What a coach lets others be at the desk. Each act is written down."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.task_queue import enqueue
from comments.models.moderation_log import Act, ModerationEntry, StaleObject


def in_words(person):
    """Return roles as the log says them; who may not sign in has a dash before them."""
    return ("" if person.is_active else "– ") + ", ".join(sorted(person.roles))


def limits_in_words(limits):
    """Return limits as the log says them, an empty text for none."""
    said = [f"– {what}" for what in limits.kept_from_in_words()]
    said += [f"≤ {limits.most_an_hour}"] if limits.most_an_hour else []
    return "; ".join([*said, f"→ {limits.until.isoformat()}"] if limits.until else said)


@transaction.atomic
def change_roles(person, by, roles, is_active, limits):
    """Give a person these roles and no others, within these limits, and let her sign in or not. Nothing is written down
    when nothing changes. Raises StaleObject if no coach would be left: two who send each other away wait for each other."""
    list(User.objects.coaches().select_for_update(of=("self",)).order_by("pk"))
    before = in_words(person), limits_in_words(person.limits_now)
    person.is_active = is_active
    person.save(update_fields=["is_active"])
    person.set_roles(roles, limits)
    if not User.objects.coaches().exists():
        raise StaleObject(_("This is the only coach. Make someone else a coach first."))
    after = in_words(person), limits_in_words(person.limits_now)
    if before != after:
        entry = ModerationEntry.note(by, Act.ROLES, person=person, before=before[0], after=after[0], reason=after[1])
        enqueue("desk.tasks.tell_office", entry.pk)


@transaction.atomic
def let_set_up_another_factor(person, by):
    """She has lost her phone: what she had opens nothing any more, and she is out until she signs in again."""
    person.lose_second_factors()
    person.sign_out_everywhere()
    enqueue("desk.tasks.tell_office", ModerationEntry.note(by, Act.NEW_FACTOR, person=person).pk)
