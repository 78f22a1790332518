"""The addresses of the talk. What is asked for by a number comes before the question with its words."""

from django.urls import path

from comments.views import comment_acts, drafts, mail, me, thread_acts, threads, writing

urlpatterns = [
    path("stages/<slug:slug>/ask/", writing.ask, name="ask"),
    path("ask/", writing.ask_anywhere, name="ask_anywhere"),
    path("drafts/", drafts.keep_draft, name="keep_draft"),
    path("drafts/<uuid:key>/", drafts.draft, name="draft"),
    path("drafts/<uuid:key>/stage/", drafts.draft_stage, name="draft_stage"),
    path("drafts/<uuid:key>/take/", drafts.take_draft, name="take_draft"),
    path("drafts/<uuid:key>/delete/", drafts.delete_draft, name="delete_draft"),
    path("listen/", writing.listen, name="listen"),
    path("questions/", threads.questions, name="questions"),
    path("questions/<key:pk>/", threads.thread, name="thread"),
    path("questions/<key:pk>/sign/", thread_acts.sign, name="sign"),
    path("questions/<key:pk>/visibility/", thread_acts.visibility, name="visibility"),
    path("questions/<key:pk>/publish/", thread_acts.publish, name="publish"),
    path("questions/<key:pk>/touch-base/", thread_acts.touch_base, name="touch_base"),
    path("questions/<key:pk>/helped/", thread_acts.helped, name="helped"),
    path("questions/<key:pk>/moved-on/", thread_acts.moved_on, name="moved_on"),
    path("questions/<key:pk>/follow/", thread_acts.follow, name="follow"),
    path("questions/<key:pk>/<str:slug>/", threads.thread, name="thread"),
    path("comments/<key:pk>/", threads.comment, name="comment"),
    path("comments/<key:pk>/reply/", writing.reply, name="reply"),
    path("comments/<key:pk>/edit/", writing.edit, name="edit"),
    path("comments/<key:pk>/delete/", writing.delete, name="delete"),
    path("comments/<key:pk>/again/", comment_acts.again, name="again"),
    path("comments/<key:pk>/thank/", comment_acts.thank, name="thank"),
    path("comments/<key:pk>/report/", comment_acts.report, name="report"),
    path("mail/<str:token>/", mail.mail, name="mail"),
    path("me/", me.me, name="me"),
    path("me/notifications/again/", mail.hear_again_of, name="hear_again"),
    path("me/messages/", me.said_to_others, name="said_to_others"),
]
