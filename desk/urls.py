"""The desk's own addresses: the name of each, where it stands, and its view. `tests/test_rights_at_desk.py` says who may."""

from comments.models import comment, reader, thread
from desk.views import account, acts, answering, bulk, demo, letters, mail, people, staff, switches, week, wishes
from wishes.models import moderation

THREAD, COMMENT, PERSON = "threads/<key:pk>/", "comments/<key:pk>/", "people/<key:pk>/"
INVITATION, WISH, LETTER = "people/invitations/<key:pk>/", "wishes/<key:pk>/", "letters/<key:pk>/"

# What is said beside its verb (`DeskAct`): where its address begins, who does it, and the acts.
SAID = [
    ("", THREAD, acts.with_thread, thread.AT_DESK),
    ("", COMMENT, acts.with_comment, comment.AT_DESK),
    ("", PERSON, people.about_reader, reader.AT_DESK),
    ("wish_", WISH, wishes.with_wish, moderation.AT_DESK),
]
VIEWS = {
    f"{kind}{act.name}": (f"{begins}{act.slug}/", acts.view_of(act, do))
    for kind, begins, do, known in SAID
    for act in known
}
VIEWS |= {
    # A thread: read, answered, put in its place
    "thread": (THREAD, answering.thread),
    "answer": (f"{THREAD}answer/", answering.answer),
    "call_back": (f"{THREAD}call-back/", answering.call_back),
    "draft": (f"{THREAD}draft/", answering.draft),
    "preview": (f"{THREAD}preview/", answering.preview),
    "told": (f"{THREAD}told/", answering.told),
    "note": (f"{THREAD}note/", acts.note),
    "forget_note": (f"{THREAD}notes/<key:note>/forget/", acts.forget_note),
    "apart": (f"{THREAD}apart/", acts.apart),
    "resources": ("resources/", answering.resources),
    "waiting": ("waiting/", answering.waiting),
    # A comment, and many at once
    "many": ("comments/many/", bulk.many),
    "many_approve": ("comments/many/approve/", bulk.approve),
    "many_spam": ("comments/many/spam/", bulk.spam),
    "many_remove": ("comments/many/remove/", bulk.remove),
    "many_leave": ("comments/many/leave/", bulk.leave),
    "many_undo": ("comments/many/undo/", bulk.undo),
    "switch_on": ("switches/<slug:name>/on/", switches.on),
    "switch_off": ("switches/<slug:name>/off/", switches.off),
    # A person, and those who work here
    "person": (PERSON, people.person),
    "note_person": (f"{PERSON}note/", people.note),
    "forget_note_person": (f"{PERSON}notes/<key:note>/forget/", people.forget_note),
    "office": (f"{PERSON}office/", staff.office),
    "new_factor": (f"{PERSON}new-factor/", staff.new_factor),
    "people": ("people/", staff.people),
    "invite": ("people/invite/", staff.invite),
    "invite_again": (f"{INVITATION}again/", staff.invite_again),
    "uninvite": (f"{INVITATION}take-back/", staff.uninvite),
    "account": ("account/", account.account),
    "mail": ("mail/", mail.mail),
    "mail_test": ("mail/test/", mail.mail_test),
    "mail_resume": ("mail/paused/<key:pk>/resume/", mail.mail_resume),
    "remove_demo": ("demo/remove/", demo.remove_demo),
    "put_first_day_away": ("first-day/put-away/", demo.put_first_day_away),
    # The week, thanks, letters, wishes
    "weekly": ("weekly/", week.weekly),
    "pleasure": ("thanks/<key:pk>/pleasure/", week.pleasure),
    "pleasure_to_all": ("thanks/pleasure/", week.pleasure_to_all),
    "letters": ("letters/", letters.letters),
    "letter_new": ("letters/new/", letters.letter_new),
    "letter": (LETTER, letters.letter),
    "letter_send": (f"{LETTER}send/", letters.letter_send),
    "letter_trial": (f"{LETTER}trial/", letters.letter_trial),
    "letter_delete": (f"{LETTER}delete/", letters.letter_delete),
    "wishes": ("wishes/", wishes.wishes),
    "wish": (WISH, wishes.wish),
    "wish_undo": (f"{WISH}undo/", wishes.undo),
}
