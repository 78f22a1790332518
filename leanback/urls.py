"""The map of the site. Paths are a contract: links, feeds and bookmarks rely on them."""

from allauth.account import views as account
from allauth.account.decorators import secure_admin_login
from allauth.mfa.totp.views import activate_totp
from allauth.mfa.webauthn.views import add_webauthn
from django.conf import settings
from django.contrib import admin
from django.urls import include, path

from accounts import views as accounts
from accounts.reauthentication import confirm_by_code, reauthentication_required
from desk.views import invitations
from exchange.views.earlier import claim_earlier
from exchange.views.old_comment import old_comment
from leanback import my_data, webhooks
from leanback.home import home
from leanback.offline import offline, service_worker
from leanback.publishing import feeds, sitemap, well_known
from leanback.views import healthz, leave_page, media, set_language
from leanback.watching.metrics import metrics
from leanback.watching.ready import readyz
from search import views as search
from stages import views as stages
from writing.views import codes

admin.site.login = secure_admin_login(admin.site.login)

urlpatterns = [
    path("", home, name="home"),
    path("", include("writing.urls")),
    path("", include("comments.urls")),
    path("", include("letters.urls")),
    path("", include("practice.urls")),
    path("", include("wishes.urls")),
    path("guides/<slug:slug>/", stages.guide, name="guide"),
    path("stages/<slug:slug>/", stages.stage, name="stage"),
    path("drafts/alike/", search.alike, name="alike"),
    path("stages/<slug:slug>/save/", stages.save_stage, name="save_stage"),
    path("library/", stages.library, name="library"),
    path("library/<slug:slug>/", stages.resource, name="resource"),
    path("preview/<str:token>/", stages.preview, name="preview"),
    path("about/", stages.own_page, {"slug": "about"}, name="about"),
    path("privacy/", stages.own_page, {"slug": "privacy"}, name="privacy"),
    path("rules/", stages.own_page, {"slug": "rules"}, name="rules"),
    path("help/", stages.help, name="help"),
    path("find/", search.find, name="find"),
    path("search/", search.search, name="search"),
    path("leave/", leave_page, name="leave_page"),
    path("language/", set_language, name="set_language"),
    path("old-comments/<key:pk>/", old_comment, name="old_comment"),
    path("me/earlier/", claim_earlier, name="claim_earlier"),
    path("me/data/", my_data.my_data, name="my_data"),
    path("me/export/", my_data.export, name="export"),
    path("me/delete/", my_data.leave, name="leave"),
    path("me/notifications/", accounts.notifications, name="notifications"),
    path("me/name/", accounts.pen_name, name="pen_name"),
    path("accounts/signup/", accounts.sign_up, name="account_signup"),
    path("accounts/login/", accounts.sign_in, name="account_login"),
    path("accounts/login/code/", accounts.ask_for_code, name="account_request_login_code"),
    path("accounts/confirm-email/", codes.confirm_sign_up, name="account_email_verification_sent"),
    path("accounts/login/code/confirm/", codes.confirm_sign_in, name="account_confirm_login_code"),
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
    path("admin/moving/", include("exchange.urls")),
    path("admin/", admin.site.urls),
    path("share.png", stages.share, name="share"),
    path("stages/<slug:slug>/share.png", stages.stage_share, name="stage_share"),
    path("feeds/stages.atom", feeds.stages, name="stages_feed"),
    path("feeds/answers.atom", feeds.answers, name="answers_feed"),
    path("feeds/letters.atom", feeds.letters, name="letters_feed"),
    path("stages/<slug:slug>/answers.atom", feeds.stage_answers, name="stage_answers_feed"),
    path("sitemap.xml", sitemap.sitemap, name="sitemap"),
    path("sitemap-<slug:section>.xml", sitemap.section, name="sitemap_section"),
    path("robots.txt", well_known.robots, name="robots"),
    path(".well-known/security.txt", well_known.security, name="security"),
    path(".well-known/change-password", well_known.change_password, name="change_password"),
    path("offline/", offline, name="offline"),
    path("sw.js", service_worker, name="service_worker"),
    path("healthz/", healthz, name="healthz"),
    path("readyz/", readyz, name="readyz"),
    path("metrics", metrics, name="metrics"),
    path("media/<path:path>", media, name="media"),
]

urlpatterns += webhooks.of(settings.MAIL_SERVICE)

handler400 = "leanback.views.bad_request"
handler429 = "leanback.views.too_often"
handler404 = "leanback.views.not_found"
handler500 = "leanback.views.failed"
