"""One made-up thread: who says what, when, and what the desk did about it. What `Thread.settle()` derives is derived here
too; a test lets it look."""

from dataclasses import dataclass, field
from datetime import timedelta

from bench.filling.plan import LENGTH, LONG
from comments.models import Comment, Thread

Kind, Status, State = Comment.Kind, Comment.Status, Thread.State
GONE_QUESTION = {"spam": Status.SPAM, "removed": Status.REMOVED, "withdrawn": Status.WITHDRAWN}
SET = {"due": State.TOUCH_BASE_DUE, "for_reader": State.WAITING_FOR_READER, "closed": State.CLOSED}
HOURS_BETWEEN = 40


@dataclass
class Talk:
    """A thread and its comments, in the order of their numbers, with what an answer names."""

    thread: Thread
    wish: str
    comments: list = field(default_factory=list)
    named: dict = field(default_factory=dict)  # {answer: keys of resources}

    @property
    def question(self):
        return self.comments[0]

    def shown(self):
        return [comment for comment in self.comments if comment.is_shown]

    def answers(self):
        return [comment for comment in self.comments if comment.kind == Kind.ANSWER]


class Teller:
    """Makes up threads, one after the other. Keys go up from 1, so the database has to be empty."""

    def __init__(self, chance, plan, writer, people, stages, now):
        self.chance, self.plan, self.writer, self.now = chance, plan, writer, now
        self.coaches, self.readers = people
        self.stages, self.last_thread, self.last_comment = stages, 0, 0
        newcomers = max(4, len(self.readers) // 10)
        self.often, self.new = self.readers[:-newcomers], self.readers[-newcomers:]
        self.are_new = {reader.pk for reader in self.new}
        self.odds = {name: plan.odds(name) for name in ("pending", "spam_reply", "removed_reply", "withdrawn_reply")}

    def tell(self, wish, asked_at, is_long=False):
        """Return the Talk of the next thread."""
        talk = Talk(self._thread(wish, asked_at), wish)
        roles = self._roles(talk, LONG if is_long else None)
        at = self._begin(talk, roles)
        for role in roles:
            at = self._later(at)
            if wish == "again" and role is roles[-1]:
                at = max(at, self.now - timedelta(days=self.chance.random() * 40))
            self._say(talk, role, at)
        self._settle(talk)
        return talk

    def reader(self):
        """Return a reader: a few of them write much."""
        return self.often[int(len(self.often) * self.chance.random() ** 2)]

    def _thread(self, wish, asked_at):
        self.last_thread += 1
        waits_first = wish == "waiting" and self.chance.random() < 0.45
        asker = self.chance.choice(self.new) if waits_first or wish == "spam" else self.reader()
        is_private = self.chance.random() < 0.05
        named = self.chance.random()
        return Thread(
            pk=self.last_thread,
            stage=self.chance.choice(self.stages),
            asker=asker,
            asked_at=asked_at,
            visibility=Thread.Visibility.PRIVATE if is_private else Thread.Visibility.PUBLIC,
            is_listed=self.chance.random() < 0.9,
            signature=f"{asker.pen_name.split()[1]} for now" if named < 0.1 else "",
            is_nameless=named > 0.95,
        )

    def _roles(self, talk, length):
        """Return who speaks after the question: "answer", "asker" or "other". The last of asker and coach decides who
        waits."""
        waits_first = talk.wish == "waiting" and talk.thread.asker_id in self.are_new
        if waits_first or talk.wish in GONE_QUESTION:
            return []
        length = length or 1 + min(120, int(self.chance.expovariate(1 / (LENGTH if talk.wish != "waiting" else 1))))
        others = 0 if talk.thread.visibility == Thread.Visibility.PRIVATE else 45
        if talk.wish == "waiting":
            return self.chance.choices(["asker", "other"], [30, others], k=length - 1)
        roles = ["answer", *self.chance.choices(["answer", "asker", "other"], [22, 33, others], k=length - 1)]
        last = max(place for place, role in enumerate(roles) if role != "other")
        roles[last] = "answer"
        return [*roles, "asker"] if talk.wish == "again" else roles

    def _begin(self, talk, roles):
        thread = talk.thread
        text = self.writer.advert() if talk.wish == "spam" else self.writer.reader()
        waits = talk.wish == "waiting" and thread.asker_id in self.are_new
        status = Status.PENDING if waits else GONE_QUESTION.get(talk.wish, Status.APPROVED)
        question = self._comment(talk, text, thread.asked_at, kind=Kind.QUESTION, author=thread.asker, status=status)
        thread.name_after("" if question.is_gone else question.html)
        return question.published_at or question.created_at

    def _later(self, at):
        """Return a moment after this one, and before now."""
        gap = timedelta(hours=self.chance.expovariate(1 / HOURS_BETWEEN))
        return at + min(gap, (self.now - at) / 3)

    def _say(self, talk, role, at):
        parent = talk.question if self.chance.random() < 0.4 else self._above(talk)
        if role == "answer":
            text, coach = self.writer.coach(), self.coaches[self.chance.random() < 0.1]
            answer = self._comment(talk, text, at, kind=Kind.ANSWER, author=coach, parent=parent)
            talk.named[answer] = text.names
        elif role == "asker":
            self._comment(talk, self.writer.reader(2), at, kind=Kind.REPLY, author=talk.thread.asker, parent=parent)
        else:
            self._reply(talk, parent, at)

    def _above(self, talk):
        """Return what stands and can be replied to, the newest likeliest."""
        standing = [comment for comment in talk.comments[-12:] if comment.status == Status.APPROVED]
        return standing[int(len(standing) * self.chance.random() ** 0.4)] if standing else talk.question

    def _reply(self, talk, parent, at):
        status, chosen = Status.APPROVED, self.chance.random()
        for name, of_it in zip(self.odds, (Status.PENDING, Status.SPAM, Status.REMOVED, Status.WITHDRAWN), strict=True):
            if chosen < self.odds[name]:
                status = of_it
                break
            chosen -= self.odds[name]
        author = self.chance.choice(self.new) if status in {Status.PENDING, Status.SPAM} else self.reader()
        if author == talk.thread.asker:
            author = self.often[0] if author != self.often[0] else self.often[1]
        text = self.writer.advert() if status == Status.SPAM else self.writer.reader(2)
        self._comment(talk, text, at, kind=Kind.REPLY, author=author, parent=parent, status=status)

    def _comment(self, talk, text, at, *, kind, author, parent=None, status=Status.APPROVED):
        self.last_comment += 1
        waits = timedelta(minutes=self.chance.randint(1, 300)) if self.chance.random() < 0.3 else timedelta(0)
        is_gone = status == Status.WITHDRAWN
        comment = Comment(
            pk=self.last_comment,
            thread=talk.thread,
            number=len(talk.comments) + 1,
            kind=kind,
            parent=parent,
            author=author,
            status=status,
            text="" if is_gone else text.source,
            html="" if is_gone else text.html,
            fingerprint="" if is_gone else text.fingerprint,
            created_at=at,
            published_at=min(self.now, at + waits) if status == Status.APPROVED else None,
            spam_score=None if kind == Kind.ANSWER or is_gone else self._score(status),
            held_because=[{"why": "newcomer", "approved": 0}] if status == Status.PENDING else [],
        )
        comment.branch_id = parent and (comment.pk if parent.number == 1 else parent.branch_id)
        talk.comments.append(comment)
        return comment

    def _score(self, status):
        return self.chance.randint(70, 100) if status == Status.SPAM else int(90 * self.chance.random() ** 2)

    def _settle(self, talk):
        thread, comments = talk.thread, talk.comments
        shown = set()  # those on which something shown hangs
        for comment in reversed(comments):
            is_gone = comment.is_gone and not (comment.number == 1 and comment.status == Status.SPAM)
            comment.is_shown = comment.status == Status.APPROVED or (is_gone and comment.pk in shown)
            shown |= {comment.parent_id} if comment.is_shown else set()
        hers = [comment for comment in comments if comment.kind != Kind.REPLY or comment.author_id == thread.asker_id]
        last = next((comment for comment in reversed(hers) if comment.status in Comment.LIVE), None)
        answers = talk.answers()
        thread.is_shown, thread.comment_count = comments[0].is_shown, len(talk.shown())
        if answers:
            thread.answered_at, thread.last_answered_at = answers[0].created_at, answers[-1].created_at
            thread.last_answer = answers[-1]
        thread.set_state = SET.get(talk.wish, "")
        thread.set_at = self.now - (self.now - last.created_at) / 4 if thread.set_state else None
        thread.state = thread.set_state or self._state_after(last)
        thread.waiting_since = last.created_at if thread.state == State.WAITING_FOR_COACH else None

    @staticmethod
    def _state_after(last):
        if last is None:
            return State.CLOSED
        return State.ANSWERED if last.kind == Kind.ANSWER else State.WAITING_FOR_COACH
