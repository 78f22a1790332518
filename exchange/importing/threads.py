"""The comments of a post -> threads under its stages, or replies in threads that came in before."""

from collections import defaultdict

from accounts.models import User
from comments.models import Comment, Thread
from exchange.bulk_writing import add_to, bring_in, fill_in
from exchange.importing.conversations import Coach, kept, messages, origin, origin_of_missing
from exchange.importing.wordpress import Rejected
from search.stage_likeness import Likeness
from stages.models import Identity, Stage

AT_ONCE = 500  # origins in one query


class Threads:
    """Brings in the comments of one channel, post by post."""

    def __init__(self, channel, wishes, report, now):
        self.channel, self.wishes, self.report, self.now = channel, wishes, report, now
        self.seen = set()

    def take(self, post, stages):
        """Bring in what is new of a post's comments: as threads of their own, or in the threads that are there."""
        comments = kept(post, self.seen, self.report.left_out)
        her = self.coach_of(post)
        spoken = {each.key: each for each in messages(comments, post, self.channel.address, her, self.now)}
        gaps = {origin_of_missing(self.channel.address, post, number): number for number in comments}
        there = self.there([*spoken, *gaps])
        new = [each for each in spoken.values() if each.key not in there]
        coach = self.account_of(her) if any(each.by_coach for each in new) else None
        self.report.count_known(each for each in spoken.values() if each.key in there)
        self.report.guessed_times += sum(comment.is_guessed for comment in comments.values())
        there |= self.fill_gaps(gaps, spoken, there, coach)
        self.place(new, there, self.places(stages), coach)

    def coach_of(self, post):
        emails = [self.wishes.coach_email] if self.wishes.coach_email else []
        return Coach.of(post, self.channel.authors, self.wishes.coach_login, emails)

    def place(self, new, there, stage_for, coach):
        """Write the new messages down, each in its thread."""
        for thread, conversation in _grouped([each for each in new if each.key not in there], there):
            if thread is None:
                self.add_thread(stage_for, conversation, coach)
            else:
                self.add_replies(Thread.objects.get(pk=thread), conversation, coach)
            self.report.count(conversation)

    def there(self, origins):
        """{origin: the key of its thread} of the messages that are here already."""
        there = {}
        for at in range(0, len(origins), AT_ONCE):
            found = Comment.objects.filter(origin__in=origins[at : at + AT_ONCE])
            there |= dict(found.values_list("origin", "thread_id"))
        return there

    def fill_gaps(self, gaps, spoken, there, coach):
        """A message that was missing in an earlier file and begins a thread in this one takes the place kept for it.
        Returns {origin: the key of its thread} of these."""
        filled = {}
        for gap, number in gaps.items():
            found = spoken[origin(self.channel.address, "comment", number)]
            if gap in there and found.key not in there and found.parent is None:
                fill_in(Comment.objects.get(origin=gap), found, coach)
                self.report.count([found])
                self.report.comments["filled"] += 1
                filled[found.key] = there[gap]
        return filled

    def add_thread(self, stage_for, conversation, coach):
        """Make a thread. What the coach said unasked does not wait for an answer of hers."""
        stage, why = stage_for(next((said.text for said in conversation if said.text), ""))
        thread = bring_in(stage, conversation, coach)
        if conversation[0].by_coach and thread.last_answer_id is None and thread.is_shown:
            thread.wait_for_reader()
        elif thread.is_answered() and "?" not in thread.to_answer().text:
            thread.need_no_answer()  # an old "thank you" is nobody who waits
        self.report.threads.append(f"{thread} → {stage} ({why})")

    def add_replies(self, thread, conversation, coach):
        add_to(thread, conversation, coach)
        self.report.threads.append(f"{thread} (here already): {len(conversation)} more")

    def places(self, stages):
        """Return a function that tells for a question its stage, and why that one."""
        if self.wishes.threads_to or not stages:
            return lambda question: (self.stage_asked_for(), "as you asked")
        if len(stages) == 1:
            return lambda question: (stages[0], "its page")
        texts = {stage: (stage.title, _text_of(stage)) for stage in stages}
        likeness = Likeness(texts, Identity.objects.current().language)

        def stage_for(question):
            nearest = likeness.nearest(question)
            return (nearest, "by its words") if nearest else (stages[0], "no stage stood out: the first one")

        return stage_for

    def stage_asked_for(self):
        if not self.wishes.threads_to:
            raise Rejected(
                "The guide that came from this file has no stages any more: name one with --threads-to SLUG."
            )
        stage = Stage.objects.filter(slug=self.wishes.threads_to).first()
        if stage is None:
            raise Rejected(f"There is no stage at /stages/{self.wishes.threads_to}/ to put the threads under.")
        return stage

    def account_of(self, her):
        """The coach's account here, which her answers will belong to."""
        coaches = User.objects.coaches()
        if self.wishes.coach:
            wished = coaches.filter(email=self.wishes.coach.lower()).first()
            if wished is None:
                raise Rejected(f"No coach signs in here with {self.wishes.coach}.")
            return wished
        known = coaches.filter(email__in=her.emails).order_by("pk").first()
        if known is None and coaches.count() > 1:
            raise Rejected("There is more than one coach here: say with --coach EMAIL whose answers these are.")
        if known is None and not coaches.exists():
            raise Rejected(
                "There is no coach here yet whom the answers could belong to: run `manage.py first_coach` first."
            )
        return known or coaches.get()


def _text_of(stage):
    """What a stage says, for comparing."""
    return "\n".join([stage.situation, *(f"{each.line} {each.detail}" for each in stage.guidance.all())])


def _grouped(new, there):
    """Yield (the thread that new messages belong in, or None for a thread of their own; the messages, parents first)."""
    replies, beginnings = defaultdict(list), []
    for each in new:
        if each.parent in there or each.parent is None:
            beginnings.append(each)
        else:
            replies[each.parent].append(each)
    more = defaultdict(list)
    for beginning in sorted(beginnings, key=lambda beginning: beginning.at):
        conversation = [beginning]
        for each in conversation:
            conversation += replies[each.key]
        if beginning.parent is None:
            yield None, conversation
        else:
            more[there[beginning.parent]] += conversation
    yield from more.items()
