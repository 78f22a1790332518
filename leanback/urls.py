"""The map of the site. Paths are a contract: links, feeds and bookmarks rely on them."""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.urls import include, path

from accounts.views import sign_up
from comments import views as comments
from leanback.home import home
from leanback.views import healthz, media
from stages import views as stages

admin.site.login = secure_admin_login(admin.site.login)

urlpatterns = [
    path("", home, name="home"),
    path("guides/<slug:slug>/", stages.guide, name="guide"),
    path("stages/<slug:slug>/", stages.stage, name="stage"),
    path("stages/<slug:slug>/ask/", comments.ask, name="ask"),
    path("library/", stages.library, name="library"),
    path("library/<slug:slug>/", stages.resource, name="resource"),
    path("questions/", comments.questions, name="questions"),
    path("questions/<int:pk>/", comments.thread, name="thread"),
    path("questions/<int:pk>/<str:slug>/", comments.thread, name="thread"),
    path("comments/<int:pk>/", comments.comment, name="comment"),
    path("comments/<int:pk>/reply/", comments.reply, name="reply"),
    path("comments/<int:pk>/edit/", comments.edit, name="edit"),
    path("comments/<int:pk>/delete/", comments.delete, name="delete"),
    path("me/", comments.me, name="me"),
    path("accounts/signup/", sign_up, name="account_signup"),
    path("accounts/", include("allauth.urls")),
    path("admin/", admin.site.urls),
    path("healthz/", healthz, name="healthz"),
    path("media/<path:path>", media, name="media"),
]

handler400 = "leanback.views.bad_request"
handler404 = "leanback.views.not_found"
handler500 = "leanback.views.failed"
