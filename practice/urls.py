"""The addresses of what a reader has taken up."""

from django.urls import path

from practice import views

urlpatterns = [
    path("comments/<key:pk>/take-up/", views.take_up, name="take_up"),
    path("stages/<slug:slug>/take-up/", views.take_up_stage, name="take_up_stage"),
    path("me/practice/", views.practice, name="practice"),
    path("me/practice/<key:pk>/sheet/", views.sheet, name="practice_sheet"),
    path("me/practice/<key:pk>/share/", views.share, name="share_practice"),
    path("me/practice/<key:pk>/delete/", views.put_away, name="put_practice_away"),
    path("me/practice/steps/<key:pk>/tick/", views.tick, name="tick_step"),
    path("me/practice/steps/<key:pk>/note/", views.note, name="note_step"),
    path("me/practice/steps/<key:pk>/drop/", views.drop, name="drop_step"),
]
