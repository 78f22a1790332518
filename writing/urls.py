"""The addresses at which somebody writes."""

from django.urls import path

from writing.views import drafts, messages

urlpatterns = [
    path("stages/<slug:slug>/ask/", messages.ask, name="ask"),
    path("ask/", messages.ask_anywhere, name="ask_anywhere"),
    path("drafts/", drafts.keep_draft, name="keep_draft"),
    path("drafts/<uuid:key>/", drafts.draft, name="draft"),
    path("drafts/<uuid:key>/stage/", drafts.draft_stage, name="draft_stage"),
    path("drafts/<uuid:key>/take/", drafts.take_draft, name="take_draft"),
    path("drafts/<uuid:key>/delete/", drafts.delete_draft, name="delete_draft"),
    path("listen/", messages.listen, name="listen"),
    path("comments/<key:pk>/reply/", messages.reply, name="reply"),
    path("comments/<key:pk>/edit/", messages.edit, name="edit"),
    path("comments/<key:pk>/delete/", messages.delete, name="delete"),
    path("comments/<key:pk>/again/", drafts.again, name="again"),
]
