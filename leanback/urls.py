"""The map of the site. Paths are a contract: links, feeds and bookmarks rely on them."""

from allauth.account import views as account
from allauth.account.decorators import secure_admin_login
from allauth.mfa.totp.views import activate_totp
from allauth.mfa.webauthn.views import add_webauthn
from django.contrib import admin
from django.urls import include, path

from accounts import views as accounts
from accounts.reauthentication import confirm_by_code, reauthentication_required
from comments.views import comment_acts, drafts, me, thread_acts, threads, writing
from desk.views import invitations
from leanback import my_data
from leanback.home import home
from leanback.offline import offline, service_worker
from leanback.publishing import feeds, sitemap, well_known
from leanback.views import healthz, leave_page, media, set_language
from search import views as search
from stages import views as stages
from wishes import views as wishes

admin.site.login = secure_admin_login(admin.site.login)

urlpatterns = [
    path("", home, name="home"),
    path("guides/<slug:slug>/", stages.guide, name="guide"),
    path("stages/<slug:slug>/", stages.stage, name="stage"),
    path("stages/<slug:slug>/ask/", writing.ask, name="ask"),
    path("ask/", writing.ask_anywhere, name="ask_anywhere"),
    path("drafts/", drafts.keep_draft, name="keep_draft"),
    path("drafts/alike/", search.alike, name="alike"),
    path("drafts/<uuid:key>/", drafts.draft, name="draft"),
    path("drafts/<uuid:key>/stage/", drafts.draft_stage, name="draft_stage"),
    path("drafts/<uuid:key>/take/", drafts.take_draft, name="take_draft"),
    path("drafts/<uuid:key>/delete/", drafts.delete_draft, name="delete_draft"),
    path("listen/", writing.listen, name="listen"),
    path("stages/<slug:slug>/save/", stages.save_stage, name="save_stage"),
    path("library/", stages.library, name="library"),
    path("library/<slug:slug>/", stages.resource, name="resource"),
    path("preview/<str:token>/", stages.preview, name="preview"),
    path("questions/", threads.questions, name="questions"),
    path("questions/<key:pk>/", threads.thread, name="thread"),
    path("questions/<key:pk>/sign/", thread_acts.sign, name="sign"),
    path("questions/<key:pk>/visibility/", thread_acts.visibility, name="visibility"),
    path("questions/<key:pk>/publish/", thread_acts.publish, name="publish"),
    path("questions/<key:pk>/helped/", thread_acts.helped, name="helped"),
    path("questions/<key:pk>/moved-on/", thread_acts.moved_on, name="moved_on"),
    path("questions/<key:pk>/follow/", thread_acts.follow, name="follow"),
    path("questions/<key:pk>/<str:slug>/", threads.thread, name="thread"),
    path("wishes/", wishes.wishes, name="wishes"),
    path("wishes/<key:pk>/share/", wishes.share_wish, name="share_wish"),
    path("wishes/<key:pk>/delete/", wishes.delete_wish, name="delete_wish"),
    path("search/", search.search, name="search"),
    path("comments/<key:pk>/", threads.comment, name="comment"),
    path("comments/<key:pk>/reply/", writing.reply, name="reply"),
    path("comments/<key:pk>/edit/", writing.edit, name="edit"),
    path("comments/<key:pk>/delete/", writing.delete, name="delete"),
    path("comments/<key:pk>/thank/", comment_acts.thank, name="thank"),
    path("comments/<key:pk>/report/", comment_acts.report, name="report"),
    path("about/", stages.own_page, {"slug": "about"}, name="about"),
    path("privacy/", stages.own_page, {"slug": "privacy"}, name="privacy"),
    path("rules/", stages.own_page, {"slug": "rules"}, name="rules"),
    path("leave/", leave_page, name="leave_page"),
    path("language/", set_language, name="set_language"),
    path("me/", me.me, name="me"),
    path("me/messages/", me.said_to_others, name="said_to_others"),
    path("me/data/", my_data.my_data, name="my_data"),
    path("me/export/", my_data.export, name="export"),
    path("me/delete/", my_data.leave, name="leave"),
    path("me/notifications/", accounts.notifications, name="notifications"),
    path("me/name/", accounts.pen_name, name="pen_name"),
    path("accounts/signup/", accounts.sign_up, name="account_signup"),
    path("accounts/login/", accounts.sign_in, name="account_login"),
    path("accounts/login/code/", accounts.ask_for_code, name="account_request_login_code"),
    path("accounts/go-on/<str:secret>/", accounts.go_on, name="account_go_on"),
    path("accounts/signup/passkey/", accounts.sign_up_by_passkey, name="account_signup_by_passkey"),
    path("accounts/invitation/<str:secret>/", invitations.invitation, name="invitation"),
    path("accounts/invitation/<str:secret>/answer/", invitations.answer_invitation, name="answer_invitation"),
    path("accounts/second-factor/", accounts.second_factor, name="second_factor"),
    path("accounts/sessions/end/", accounts.sign_out_everywhere, name="sign_out_everywhere"),
    path("accounts/reauthenticate/code/", confirm_by_code, name="confirm_by_code"),
    # What would let somebody who found her phone take the account over
    path("accounts/email/", reauthentication_required(account.email), name="account_email"),
    path("accounts/password/set/", reauthentication_required(account.password_set), name="account_set_password"),
    path("accounts/2fa/totp/activate/", reauthentication_required(activate_totp), name="mfa_activate_totp"),
    path("accounts/2fa/webauthn/add/", reauthentication_required(add_webauthn), name="mfa_add_webauthn"),
    path("accounts/", include("allauth.urls")),
    path("admin/", admin.site.urls),
    path("share.png", stages.share, name="share"),
    path("stages/<slug:slug>/share.png", stages.stage_share, name="stage_share"),
    path("feeds/stages.atom", feeds.stages, name="stages_feed"),
    path("feeds/answers.atom", feeds.answers, name="answers_feed"),
    path("stages/<slug:slug>/answers.atom", feeds.stage_answers, name="stage_answers_feed"),
    path("sitemap.xml", sitemap.sitemap, name="sitemap"),
    path("sitemap-<slug:section>.xml", sitemap.section, name="sitemap_section"),
    path("robots.txt", well_known.robots, name="robots"),
    path(".well-known/security.txt", well_known.security, name="security"),
    path(".well-known/change-password", well_known.change_password, name="change_password"),
    path("offline/", offline, name="offline"),
    path("sw.js", service_worker, name="service_worker"),
    path("healthz/", healthz, name="healthz"),
    path("media/<path:path>", media, name="media"),
]

handler400 = "leanback.views.bad_request"
handler429 = "leanback.views.too_often"
handler404 = "leanback.views.not_found"
handler500 = "leanback.views.failed"
