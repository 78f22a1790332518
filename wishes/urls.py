"""The addresses of wishes, for readers."""

from django.urls import path

from wishes import views as wishes

urlpatterns = [
    path("wishes/", wishes.wishes, name="wishes"),
    path("wishes/<key:pk>/share/", wishes.share_wish, name="share_wish"),
    path("wishes/<key:pk>/delete/", wishes.delete_wish, name="delete_wish"),
]
