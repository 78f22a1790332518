from django.contrib.admin import AdminSite
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext_lazy as _

from comments.desk import acts, answering, many, people, places, queue, staff, switches, weekly, wishes
from comments.signed_out import words_back


def second_factor_first(request):
    """Lead her to the page that sets one up; what she was sending is on it."""
    if request.method != "POST":
        return redirect("second_factor")
    context = {"is_late": True, "words": request.POST.get("text", "")}
    return render(request, "account/second_factor.html", context, status=403)


class Desk(AdminSite):
    """Django's admin site; its first page says who is waiting."""

    site_header = site_title = _("The desk")
    index_title = _("Who is waiting")
    enable_nav_sidebar = False
    index_template = "admin/desk/queue.html"

    def index(self, request, extra_context=None):
        return super().index(request, queue.of(request) | (extra_context or {}))

    def admin_view(self, view, cacheable=False):
        """Let only staff in, and once the time for it is over only with a second factor; whose session has ended while she
        wrote gets her words back."""
        inner = super().admin_view(view, cacheable)

        def check(request, *args, **options):
            if request.user.is_authenticated and request.user.is_kept_from_desk():
                return second_factor_first(request)
            if request.POST.get("text") and not request.user.is_authenticated:
                return words_back(request)
            return inner(request, *args, **options)

        return check

    def each_context(self, request):
        waiting = answering.waiting_for(request.user).count() if self.has_permission(request) else 0
        return super().each_context(request) | {"waiting_count": waiting}

    def get_urls(self):
        return [
            path("threads/<int:pk>/", self.admin_view(answering.thread), name="desk_thread"),
            path("threads/<int:pk>/answer/", self.admin_view(answering.answer), name="desk_answer"),
            path("threads/<int:pk>/call-back/", self.admin_view(answering.call_back), name="desk_call_back"),
            path("threads/<int:pk>/draft/", self.admin_view(answering.draft), name="desk_draft"),
            path("threads/<int:pk>/preview/", self.admin_view(answering.preview), name="desk_preview"),
            path("threads/<int:pk>/told/", self.admin_view(answering.told), name="desk_told"),
            path("threads/<int:pk>/need-no-answer/", self.admin_view(acts.need_no_answer), name="desk_need_no_answer"),
            path("threads/<int:pk>/touch-base/", self.admin_view(acts.touch_base), name="desk_touch_base"),
            path("threads/<int:pk>/touched-base/", self.admin_view(acts.touched_base), name="desk_touched_base"),
            path("threads/<int:pk>/note/", self.admin_view(acts.note), name="desk_note"),
            path(
                "threads/<int:pk>/notes/<int:note>/forget/", self.admin_view(acts.forget_note), name="desk_forget_note"
            ),
            path("resources/", self.admin_view(answering.resources), name="desk_resources"),
            path("threads/<int:pk>/feature/", self.admin_view(acts.feature), name="desk_feature"),
            path("threads/<int:pk>/unfeature/", self.admin_view(acts.unfeature), name="desk_unfeature"),
            path("threads/<int:pk>/ask-to-publish/", self.admin_view(acts.ask_to_publish), name="desk_ask_to_publish"),
            path("comments/<int:pk>/approve/", self.admin_view(acts.approve), name="desk_approve"),
            path("comments/<int:pk>/spam/", self.admin_view(acts.spam), name="desk_spam"),
            path("comments/<int:pk>/remove/", self.admin_view(acts.remove), name="desk_remove"),
            path("comments/<int:pk>/see-to/", self.admin_view(acts.see_to), name="desk_see_to"),
            path("comments/<int:pk>/undo/", self.admin_view(acts.undo), name="desk_undo"),
            path("comments/<int:pk>/leave/", self.admin_view(acts.leave), name="desk_leave"),
            path("comments/<int:pk>/soften/", self.admin_view(acts.soften), name="desk_soften"),
            path("comments/<int:pk>/unsoften/", self.admin_view(acts.unsoften), name="desk_unsoften"),
            *[
                path(f"threads/<int:pk>/{view.__name__}/", self.admin_view(view), name=f"desk_{view.__name__}")
                for view in (places.close, places.reopen, places.move, places.merge, places.apart, places.rejoin)
            ],
            path("switches/<slug:name>/on/", self.admin_view(switches.on), name="desk_switch_on"),
            path("switches/<slug:name>/off/", self.admin_view(switches.off), name="desk_switch_off"),
            path("comments/many/", self.admin_view(many.many), name="desk_many"),
            *[
                path(f"comments/many/{view.__name__}/", self.admin_view(view), name=f"desk_many_{view.__name__}")
                for view in (many.approve, many.spam, many.remove, many.leave, many.undo)
            ],
            path("comments/<int:pk>/split/", self.admin_view(places.split), name="desk_split"),
            path("waiting/", self.admin_view(answering.waiting), name="desk_waiting"),
            path("weekly/", self.admin_view(weekly.weekly), name="desk_weekly"),
            path("thanks/pleasure/", self.admin_view(weekly.pleasure_to_all), name="desk_pleasure_to_all"),
            path("thanks/<int:pk>/pleasure/", self.admin_view(weekly.pleasure), name="desk_pleasure"),
            path("people/", self.admin_view(staff.people), name="desk_people"),
            path("people/invite/", self.admin_view(staff.invite), name="desk_invite"),
            path("people/invitations/<int:pk>/again/", self.admin_view(staff.invite_again), name="desk_invite_again"),
            path("people/invitations/<int:pk>/take-back/", self.admin_view(staff.uninvite), name="desk_uninvite"),
            path("people/<int:pk>/", self.admin_view(people.person), name="desk_person"),
            path("people/<int:pk>/office/", self.admin_view(staff.office), name="desk_office"),
            path("people/<int:pk>/new-factor/", self.admin_view(staff.new_factor), name="desk_new_factor"),
            path("people/<int:pk>/block/", self.admin_view(people.block), name="desk_block"),
            path("people/<int:pk>/unblock/", self.admin_view(people.unblock), name="desk_unblock"),
            path("people/<int:pk>/trust/", self.admin_view(people.trust), name="desk_trust"),
            path("people/<int:pk>/note/", self.admin_view(people.note), name="desk_note_person"),
            path(
                "people/<int:pk>/notes/<int:note>/forget/",
                self.admin_view(people.forget_note),
                name="desk_forget_note_person",
            ),
            path("wishes/", self.admin_view(wishes.wishes), name="desk_wishes"),
            path("wishes/<int:pk>/", self.admin_view(wishes.wish), name="desk_wish"),
            path("wishes/<int:pk>/let-stand/", self.admin_view(wishes.let_stand), name="desk_wish_let_stand"),
            *[
                path(f"wishes/<int:pk>/{view.__name__}/", self.admin_view(view), name=f"desk_wish_{view.__name__}")
                for view in (wishes.decline, wishes.merge, wishes.fulfil, wishes.undo)
            ],
            *super().get_urls(),
        ]
