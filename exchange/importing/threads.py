"""The comments of a post -> threads under its stages, or replies in threads that came in before. A few hundred go in one
short transaction, so that readers can write all the while; what is there is known by its origin, so it can be killed and
done again."""

from collections import defaultdict
from functools import cached_property

from django.db import connection, transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from comments.models import Comment, Thread
from exchange.bulk_writing import NewThread, add_to, fill_in, made_of, next_keys, write
from exchange.importing import conversations
from exchange.importing.conversations import PART, Coach, in_parts, mark_once, origin, origin_of_missing
from exchange.importing.rejected import Rejected
from exchange.inserting import fresh, insert
from exchange.models import ImportedThread, UnclaimedWords
from search.stage_likeness import Likeness
from stages.models import Identity, Stage

AT_ONCE = 500  # origins in one query
IN_ONE_TRANSACTION = 300  # comments: some tenths of a second, during which others wait to write
OLD_STATE = {"closed": Thread.State.CLOSED, "waiting": ""}


class Threads:
    """Brings in the comments of one site, post by post."""

    def __init__(self, staging, site, plan, wishes, report, now, rewritten):
        self.staging, self.site, self.plan, self.wishes, self.report, self.now = (
            staging,
            site,
            plan,
            wishes,
            report,
            now,
        )
        self.rewritten, self.coach_emails = rewritten, [wishes.coach_email] if wishes.coach_email else []
        self.told, self.addresses, self.likenesses, self.accounts = lambda count: None, {}, {}, {}

    def take(self, row, key, stages, entry, about):
        """Bring in what is new of a post's comments. `row` is its number in the staging, `entry` its ImportedPost, `about`
        what all its threads are: private, where not everybody could read them there."""
        shapes = self.kept(row)
        her = self.her(shapes)
        shape = Conversations(self, key, shapes)
        gaps = [origin_of_missing(self.site, key, number) for number in shapes] if self.may_have_gaps else []
        there = self.there([*shape.parents, *gaps])
        known = [number for number in shapes if self.origin(number) in there]
        self.report.comments["known"] += len(known)
        self.told(len(known))
        new = [number for number in shapes if self.origin(number) not in there]
        coach = self.account_of(her) if any(her.wrote(shapes[number]) for number in new) else None
        self.mend(known, shapes, her)
        if gaps:
            self.fill_gaps(key, shapes, shape, there, her, coach)
        self.write(shape.grouped(there), shape, her, coach, self.places(stages), (entry, about))

    @cached_property
    def may_have_gaps(self):
        """Whether an import before this one kept a place for what was not in its file."""
        return Comment.objects.filter(status=Comment.Status.MISSING).exists()

    def her(self, shapes):
        """Return how the coach is known among these comments."""
        return Coach.of(self.plan, self.staging.authors(), shapes.values(), self.coach_emails)

    def origin(self, number):
        return origin(self.site, "comment", number)

    def kept(self, row):
        """Return {number: Shape} of what comes in, and count the others by reason."""
        kept = {}
        for number, shape in self.staging.shapes(row).items():
            if why := conversations.why_not(shape):
                self.report.left_out[_("comment: %(why)s") % {"why": why}] += 1
                self.report.row("comment", number, "", "left out", why)
            else:
                kept[number] = shape
        return kept

    def there(self, origins):
        """{origin: the key of its thread} of the messages that are here already."""
        there = {}
        with connection.cursor() as cursor:  # Django's own way to ask for 500 takes it longer than the database
            for at in range(0, len(origins), AT_ONCE):
                some = origins[at : at + AT_ONCE]
                marks = ", ".join(["%s"] * len(some))
                cursor.execute(f"SELECT origin, thread_id FROM comments_comment WHERE origin IN ({marks})", some)  # noqa: S608
                there |= dict(cursor.fetchall())
        return there

    def spoken(self, numbers, shape, her):
        """Return {key: Spoken} of these comments, with their words."""
        comments = self.staging.comments(numbers)
        self.report.guessed_times += sum(comment.is_guessed for comment in comments.values())
        said = {}
        for number in numbers:
            key = self.origin(number)
            if comments[number].email and not her.wrote(comments[number]):
                self.addresses[key] = comments[number].email
            said[key] = conversations.message(
                comments[number], key, shape.parents[key], her.wrote(comments[number]), self.now, self.rewritten
            )
        return said

    def write(self, groups, shape, her, coach, stage_for, under):
        """Write groups of new messages down, some hundred comments at a time."""
        batch, size = [], 0
        for thread, keys in groups:
            batch.append((thread, keys))
            size += len(keys)
            if size >= IN_ONE_TRANSACTION:
                self.write_batch(batch, shape, her, coach, stage_for, under)
                batch, size = [], 0
        self.write_batch(batch, shape, her, coach, stage_for, under)

    def write_batch(self, batch, shape, her, coach, stage_for, under):
        news, more, (entry, about) = [], [], under
        said = self.spoken(
            [shape.numbers[key] for _thread, keys in batch for key in keys if key in shape.numbers], shape, her
        )
        said |= {key: conversations.missing(key, at) for key, at in shape.missing.items()}
        for thread, keys in batch:
            conversation = [said[key] for key in keys]
            if thread is None:
                news.append(self.new_thread(stage_for, conversation, about))
            else:
                more.append((thread, conversation))
        whole = [new._replace(conversation=in_parts(new.conversation)) for new, _why in news]
        threads, comments = made_of(whole, coach)
        if news:
            with transaction.atomic():
                write(threads, comments)
                rows = [{"thread_id": each.pk, "post_id": entry.pk} for each in threads]
                insert(ImportedThread, with_keys(ImportedThread, rows))
                self.mark_whose(comments)
        for thread, (new, why) in zip(threads, news, strict=True):
            self.report.threads.append(f"{thread} → {new.stage} ({why})")
            self.report.count(new.conversation)
            self.report.comments["hidden"] += len(new.conversation) if about else 0
        for thread, conversation in more:
            row = Thread.objects.get(pk=thread)
            with transaction.atomic():
                add_to(row, in_parts(conversation), coach)
                self.mark_whose(comments_of(conversation))
            told = ngettext(
                "%(title)s (here already): %(count)d more",
                "%(title)s (here already): %(count)d more",
                len(conversation),
            )
            self.report.threads.append(told % {"title": row, "count": len(conversation)})
            self.report.count(conversation)
        self.told(sum(len(keys) for _thread, keys in batch))

    def mark_whose(self, comments):
        """Let whoever shows that the address behind a message is hers have it later. The address itself is not kept."""
        marks = []
        for comment in comments:
            address = self.addresses.pop(comment.origin, None)
            if address and comment.author_id is None and comment.kind != Comment.Kind.ANSWER:
                marks.append({"comment_id": comment.pk, "mark": mark_once(address)})
        insert(UnclaimedWords, with_keys(UnclaimedWords, marks))

    def new_thread(self, stage_for, conversation, about):
        """Return (the NewThread, why it stands under its stage). Nobody waits for an answer to what the coach said unasked, to
        an old thank you, and, unless the plan says otherwise, to what she left unanswered."""
        stage, why = stage_for(next((said.text for said in conversation if said.text), ""))
        answered = any(
            said.by_coach and said.parent is not None and said.status == Comment.Status.APPROVED
            for said in conversation
        )
        begins, last = conversation[0], max(conversation, key=lambda said: said.at)
        if begins.by_coach and not answered:
            rests = Thread.State.WAITING_FOR_READER
        elif answered:
            rests = (
                ""
                if last.by_coach
                else Thread.State.ANSWERED
                if "?" not in last.text
                else OLD_STATE[self.plan.old_questions]
            )
        else:
            rests = OLD_STATE[self.plan.old_questions]
        return NewThread(stage, conversation, about, rests), why

    def fill_gaps(self, key, shapes, shape, there, her, coach):
        """A message that was missing in an earlier file takes the place kept for it, if it begins a thread."""
        for number in shapes:
            gap, own = origin_of_missing(self.site, key, number), self.origin(number)
            if gap in there and own not in there and shape.parents[own] is None:
                said = self.spoken([number], shape, her)[own]
                with transaction.atomic():
                    whole, *more = in_parts([said])
                    thread = fill_in(Comment.objects.get(origin=gap), whole, coach)
                    if more:
                        add_to(thread, more, coach)
                    self.mark_whose(comments_of([said]))
                self.report.count([said])
                self.report.comments["filled"] += 1
                there[own] = there[gap]

    def mend(self, known, shapes, her):
        """Put right who wrote what is here already, where the plan says otherwise now and nobody has touched it here."""
        wrong = []
        for at in range(0, len(known), AT_ONCE):
            origins = {self.origin(number): number for number in known[at : at + AT_ONCE]}
            rows = Comment.objects.filter(origin__in=origins, edited_at=None).exclude(kind=Comment.Kind.QUESTION)
            for pk, name, kind in rows.values_list("pk", "origin", "kind"):
                if her.wrote(shapes[origins[name]]) != (kind == Comment.Kind.ANSWER):
                    wrong.append(pk)
        coach = self.account_of(her) if wrong else None
        for pk in wrong:
            self.put_right(pk, coach)
            parts = f"{Comment.objects.values_list('origin', flat=True).get(pk=pk)}{PART}"
            for part in Comment.objects.filter(origin__startswith=parts, edited_at=None).values_list("pk", flat=True):
                self.put_right(part, coach)
        self.report.comments["mended"] += len(wrong)

    @transaction.atomic
    def put_right(self, pk, coach):
        comment = Comment.objects.select_related("thread").get(pk=pk)
        comment.lock()
        is_answer = comment.kind != Comment.Kind.ANSWER
        comment.kind = Comment.Kind.ANSWER if is_answer else Comment.Kind.REPLY
        comment.author = coach if is_answer else None
        comment.save(update_fields=["kind", "author", "html"])
        comment.keep_mentions()
        if is_answer:
            comment.thread.set_state = ""
        comment.thread.settle()

    def places(self, stages):
        """Return a function that tells for a question its stage, and why that one."""
        if self.wishes.threads_to:
            wished = self.stage_asked_for()
            return lambda question: (wished, _("as you asked"))
        stages, why_first = (
            (stages, _("no stage stood out: the first one")) if stages else (self.stages_here, _("the first one"))
        )
        if len(stages) == 1:
            return lambda question: (stages[0], _("its page"))
        by_key, why_nearest = {stage.pk: stage for stage in stages}, _("by its words")
        likeness = self.likeness_of(by_key)

        def stage_for(question):
            nearest = likeness.nearest(question)
            return (by_key[nearest], why_nearest) if nearest else (stages[0], why_first)

        return stage_for

    def likeness_of(self, stages):
        """Return what compares questions with these stages, made once."""
        keys = tuple(stages)
        if keys not in self.likenesses:
            texts = {pk: (stage.title, _text_of(stage)) for pk, stage in stages.items()}
            self.likenesses[keys] = Likeness(texts, Identity.objects.current().language)
        return self.likenesses[keys]

    @cached_property
    def stages_here(self):
        """Where the threads of letters go: under whatever stages there are, those of this import first. All that there is
        to read has come in before the first thread."""
        stages = list(Stage.objects.in_order().filter(origin__startswith=f"wordpress:{self.site}:")) or list(
            Stage.objects.in_order()
        )
        if not stages:
            raise Rejected(
                _("There is no stage yet that questions could stand under: make one at the desk, or let a page be one.")
            )
        return stages

    def stage_asked_for(self):
        stage = Stage.objects.filter(slug=self.wishes.threads_to).first()
        if stage is None:
            raise Rejected(
                _("There is no stage at /stages/%(stage)s/ to put the threads under.")
                % {"stage": self.wishes.threads_to}
            )
        return stage

    def account_of(self, her):
        """The coach's account here, which her answers will belong to."""
        if her.emails not in self.accounts:
            self.accounts[her.emails] = self.account_with(her.emails)
        return self.accounts[her.emails]

    def account_with(self, emails):
        coaches = User.objects.coaches()
        if email := self.wishes.coach or self.plan.coach:
            wished = coaches.filter(email=email.lower()).first()
            if wished is None:
                raise Rejected(_("No coach signs in here with %(email)s.") % {"email": email})
            return wished
        known = coaches.filter(email__in=emails).order_by("pk").first()
        if known is None and coaches.count() > 1:
            if self.report.is_plan:
                return None  # the plan is where it is said
            raise Rejected(
                _("There is more than one coach here: say in the plan, or with --coach EMAIL, whose answers these are.")
            )
        if known is None and not coaches.exists():
            raise Rejected(
                _("There is no coach here yet whom the answers could belong to: run `manage.py first_coach` first.")
            )
        return known or coaches.get()


def with_keys(model, rows):
    """Return what `insert` takes for new rows of a model, each with its key."""
    return [fresh(model, id=key, **row) for key, row in zip(next_keys(model, len(rows)), rows, strict=True)]


def comments_of(conversation):
    """Return the Comments that a conversation has become."""
    return Comment.objects.filter(origin__in=[said.key for said in conversation])


class Conversations:
    """The shape of what was said under one post: what hangs on what, by keys. `elsewhere` are the threads of parents that came
    in before, or under another post; of those that never came, `missing` says when the first was said to them."""

    def __init__(self, threads, post, shapes):
        cut = conversations.circles_cut(shapes, threads.now)
        self.parents, self.numbers, self.missing, self.times = {}, {}, {}, {}
        orphans = {}
        for number, shape in shapes.items():
            key, parent = threads.origin(number), None if number in cut else shape.parent
            self.numbers[key], self.times[key] = number, min(shape.at or threads.now, threads.now)
            self.parents[key] = parent and threads.origin(parent)
            if parent is not None and parent not in shapes:
                orphans[key] = parent
        self.elsewhere = threads.there([threads.origin(parent) for parent in set(orphans.values())])
        for key, parent in orphans.items():
            if threads.origin(parent) not in self.elsewhere:
                self.parents[key] = gap = origin_of_missing(threads.site, post, parent)
                self.missing[gap] = min(self.times[key], self.missing.get(gap, self.times[key]))
        self.parents |= dict.fromkeys(self.missing)

    def grouped(self, there):
        """Yield (the thread that new messages belong in, or None for a thread of their own; their keys, parents first)."""
        there = there | self.elsewhere
        replies, beginnings = defaultdict(list), []
        new = [key for key in self.parents if key not in there]
        times = self.times | self.missing
        for key in new:
            parent = self.parents[key]
            (beginnings if parent is None or parent in there or parent not in self.parents else replies[parent]).append(
                key
            )
        more = defaultdict(list)
        for beginning in sorted(beginnings, key=times.get):
            group = [beginning]
            for key in group:
                group += replies[key]
            parent = self.parents[beginning]
            if parent is None:
                yield None, group
            else:
                more[there[parent]] += group
        yield from more.items()


def _text_of(stage):
    """What a stage says, for comparing."""
    return "\n".join([stage.situation, *(f"{each.line} {each.detail}" for each in stage.guidance.all())])
