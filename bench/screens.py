"""What the bench opens and does at the desk. One more screen is one more line of SCREENS, one more act one of ACTS."""

from dataclasses import dataclass

COACH, MODERATOR = "coach", "moderator"
BOTH = (COACH, MODERATOR)
COMMENTS, THREADS, LOG = "/admin/comments/comment/", "/admin/comments/thread/", "/admin/comments/moderationentry/"


@dataclass(frozen=True)
class Screen:
    """A page of the desk: what it is called here, its address, who opens it. What stands in {braces} is one of the
    `places`. Of what is streamed, the first bytes are read."""

    name: str
    path: str
    by: tuple = BOTH


@dataclass(frozen=True)
class Act:
    """Something that is sent: it is done, measured and rolled back. `form` has {places}, too."""

    name: str
    path: str
    form: dict
    by: tuple = BOTH


SCREENS = [
    Screen("first page", "/admin/"),
    *[
        Screen(f"first page, {name}", f"/admin/?show={name}")
        for name in ("to-be-seen-to", "waiting", "to-approve", "reports", "answered")
    ],
    *[
        Screen(f"first page, {name}", f"/admin/?show={name}", (COACH,))
        for name in ("touch-base", "scheduled", "begun", "thanks")
    ],
    Screen("a thread that waits", "/admin/threads/{waiting}/"),
    Screen("a thread of 400 comments", "/admin/threads/{long}/"),
    Screen("a thread of 400 comments, page 4", "/admin/threads/{long}/?page=4"),
    Screen("a thread of somebody who asks often", "/admin/threads/{often}/"),
    Screen("what I told others", "/admin/threads/{waiting}/told/", (COACH,)),
    Screen("resources", "/admin/resources/?q=list", (COACH,)),
    *[
        Screen(f"many at once, {name}", f"/admin/comments/many/?show={name}")
        for name in ("pending", "reported", "approved", "spam", "removed")
    ],
    Screen("many at once, page 3", "/admin/comments/many/?show=approved&page=3"),
    Screen("threads", THREADS),
    Screen("threads, last page", THREADS + "?p={last_of_threads}"),
    Screen("threads that wait", THREADS + "?state__exact=waiting_for_coach"),
    Screen("threads answered", THREADS + "?state__exact=answered"),
    Screen("threads closed", THREADS + "?state__exact=closed"),
    Screen("threads, private", THREADS + "?visibility__exact=private"),
    Screen("threads of a stage", THREADS + "?stage__id__exact={stage}"),
    Screen("threads searched, a common word", THREADS + "?q=partner"),
    Screen("threads searched, two words", THREADS + "?q=lighthouse+quiet"),
    Screen("threads searched, nothing found", THREADS + "?q=xylophone"),
    Screen("threads, the oldest first", THREADS + "?o=5"),
    Screen("threads in an order that no index has", THREADS + "?o=1.-6"),
    Screen("comments", COMMENTS),
    Screen("comments, last page", COMMENTS + "?p={last_of_comments}"),
    *[Screen(f"comments, {name}", f"{COMMENTS}?status__exact={name}") for name in ("pending", "approved", "withdrawn")],
    *[Screen(f"comments, {name}s", f"{COMMENTS}?kind__exact={name}") for name in ("question", "answer")],
    Screen("comments, answers withdrawn", COMMENTS + "?kind__exact=answer&status__exact=withdrawn"),
    Screen("comments searched, a common word", COMMENTS + "?q=quiet"),
    Screen("comments searched, two words", COMMENTS + "?q=lighthouse+quiet"),
    Screen("comments searched, nothing found", COMMENTS + "?q=xylophone"),
    Screen("comments searched among pending", COMMENTS + "?q=quiet&status__exact=pending"),
    Screen("comments, the oldest first", COMMENTS + "?o=4"),
    Screen("log", LOG),
    Screen("log, last page", LOG + "?p={last_of_log}"),
    Screen("log of somebody", LOG + "?who={moderator}"),
    Screen("log of who did little", LOG + "?who={idle}"),
    Screen("log, approvals", LOG + "?act__exact=approve"),
    Screen("log, switches", LOG + "?act__exact=switch_on"),
    Screen("log of a thread", LOG + "?thread__id__exact={long}"),
    Screen("log since a day", LOG + "?at__gte={day}"),
    Screen("log of a day long ago", LOG + "?at__gte={old_day}&at__lt={next_day}"),
    Screen("log, the oldest first", LOG + "?o=0"),
    Screen("log searched", LOG + "?q=insults"),
    Screen("log searched, nothing found", LOG + "?q=xylophone"),
    Screen("log as CSV, first bytes", LOG + "export.csv", (COACH,)),
    Screen("log of somebody as CSV, first bytes", LOG + "export.csv?who={idle}", (COACH,)),
    Screen("people", "/admin/accounts/user/", (COACH,)),
    Screen("people, last page", "/admin/accounts/user/?p={last_of_people}", (COACH,)),
    Screen("people searched", "/admin/accounts/user/?q=heron", (COACH,)),
    Screen("people searched, nothing found", "/admin/accounts/user/?q=xylophone", (COACH,)),
    Screen("people, moderators", "/admin/accounts/user/?groups__id__exact={group}", (COACH,)),
    Screen("people who may not sign in", "/admin/accounts/user/?is_active__exact=0", (COACH,)),
    Screen("people by name", "/admin/accounts/user/?o=1", (COACH,)),
    Screen("a person", "/admin/people/{reader}/"),
    Screen("who works here", "/admin/people/", (COACH,)),
    Screen("one who works here", "/admin/people/{moderator}/", (COACH,)),
    Screen("the week", "/admin/weekly/", (COACH,)),
    *[
        Screen(f"wishes, {state}", f"/admin/wishes/?show={state}")
        for state in ("pending", "open", "fulfilled", "declined")
    ],
    Screen("wishes, page 2", "/admin/wishes/?show=open&page=2"),
    Screen("a wish", "/admin/wishes/{wish}/"),
    Screen("how many wait", "/admin/waiting/"),
    Screen("saved replies", "/admin/comments/savedreply/", (COACH,)),
    Screen("held words", "/admin/comments/heldword/", (COACH,)),
    Screen("rules", "/admin/comments/moderationrules/1/change/", (COACH,)),
    Screen("stages", "/admin/stages/stage/", (COACH,)),
    Screen("a stage", "/admin/stages/stage/{stage}/change/", (COACH,)),
    Screen("library", "/admin/stages/resource/", (COACH,)),
    Screen("a resource", "/admin/stages/resource/{resource}/change/", (COACH,)),
    Screen("guides", "/admin/stages/guide/", (COACH,)),
]
ANSWER = {"text": "Breathe, and wait a little.", "then": "answered", "to": "{question}", "revision": "1"}
READ = {"revision": "1"}
TICKED = {"comment": "{ticked}", "show": "pending", "reason": "It advertises."}
A_HUNDRED = TICKED | {"comment": "{hundred}", "show": "approved"}
ACTS = [
    Act("approve", "/admin/comments/{pending}/approve/", READ),
    Act("spam", "/admin/comments/{pending}/spam/", READ),
    Act("remove", "/admin/comments/{pending}/remove/", READ | {"reason": "It tells who he is."}),
    Act("undo", "/admin/comments/{undoable}/undo/", READ),
    Act("leave as it is", "/admin/comments/{reported}/leave/", READ),
    Act("answer", "/admin/threads/{waiting}/answer/", ANSWER, (COACH,)),
    Act("keep a draft", "/admin/threads/{waiting}/draft/", {"text": "Breathe, and", "draft": "0"}, (COACH,)),
    Act("preview", "/admin/threads/{waiting}/preview/", {"text": "Breathe, and"}, (COACH,)),
    Act("no answer needed", "/admin/threads/{waiting}/need-no-answer/", {}, (COACH,)),
    Act("close", "/admin/threads/{waiting}/close/", {}),
    Act("15 approved at once", "/admin/comments/many/approve/", TICKED),
    Act("100 marked as spam at once", "/admin/comments/many/spam/", A_HUNDRED),
    Act("100 removed at once", "/admin/comments/many/remove/", A_HUNDRED),
]
