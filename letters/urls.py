"""The addresses of the coach's letters."""

from django.urls import path

from letters import views

urlpatterns = [
    path("letters/", views.letters, name="letters"),
    path("letters/confirm/<str:token>/", views.confirm_letters, name="confirm_letters"),
    path("letters/stop/<str:token>/", views.stop_letters, name="stop_letters"),
    path("letters/<slug:slug>/", views.letter, name="letter"),
]
