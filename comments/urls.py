"""The addresses of the talk. What is asked for by a number comes before the question with its words."""

from django.urls import path

from comments.views import comment_acts, mail, me, thread_acts, threads

urlpatterns = [
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
    path("comments/<key:pk>/thank/", comment_acts.thank, name="thank"),
    path("comments/<key:pk>/report/", comment_acts.report, name="report"),
    path("mail/<str:token>/", mail.mail, name="mail"),
    path("me/", me.me, name="me"),
    path("me/notifications/again/", mail.hear_again_of, name="hear_again"),
    path("me/messages/", me.said_to_others, name="said_to_others"),
]
