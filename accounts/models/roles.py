from datetime import timedelta

from django.contrib.auth.models import Group
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from accounts.models.limits import Limits
from accounts.roles import MAY, Role

GRACE = timedelta(days=14)  # for which staff may put off a second factor, from their first sign-in on


class HasRoles:
    """The part of a User that works at the desk: her roles, the limits within which she does, her second factor."""

    @cached_property
    def roles(self):
        """The names of this person's groups; a moderator whose last day is gone by is none any more."""
        names = frozenset(group.name for group in self.groups.all())
        is_over = Role.MODERATOR in names and self.limits_now.are_over()
        return names - {Role.MODERATOR} if is_over else names

    def groups_of_hers(self):
        """The names of the roles that were given to her, those that have ended too."""
        return [group.name for group in self.groups.all()]

    @property
    def limits_now(self):
        """The limits that a coach has set her as a moderator; an empty row where there are none."""
        return getattr(self, "limits", None) or Limits(person_id=self.pk)

    def roles_in_words(self):
        return [role.label for role in Role if role in self.roles]

    def office_in_lines(self):
        """Return what she is here and within which limits, a line for each, for her to read."""
        if not self.is_active:
            return [_("You can't sign in here any more.")]
        if self.is_reader():
            return [_("You can read and ask here like everybody else, but you no longer work at the desk.")]
        roles = _("Your role here now: %(roles)s.") % {"roles": ", ".join(map(str, self.roles_in_words()))}
        limits = self.limits_that_hold()
        return [roles, *(limits.in_words() if limits else [])]

    def limits_that_hold(self):
        """The limits within which she works, or None: coaches have none, whatever is set."""
        return self.limits_now if self.is_moderator() and not self.is_coach() else None

    @cached_property
    def kept_from(self):
        """The names of what she may not do, though other moderators may. A coach is kept from nothing."""
        limits = self.limits_that_hold()
        return frozenset(limits.kept_from) if limits else frozenset()

    def get_all_permissions(self, obj=None):
        """Return the names of all that her roles may do, within her limits; nothing for a switched-off account. (Django
        asks by these names, and would ask its tables of permissions, which are not ours.)"""
        return self._may if self.is_active else frozenset()

    @cached_property
    def _may(self):
        return frozenset().union(*(MAY.get(role, ()) for role in self.roles)) - self.kept_from

    def has_perm(self, perm, obj=None):
        return perm in self.get_all_permissions()

    def has_module_perms(self, app_label):
        return any(name.startswith(f"{app_label}.") for name in self.get_all_permissions())

    def most_an_hour(self):
        """How many acts an hour are hers at the desk, or None for as many as she likes."""
        limits = self.limits_that_hold()
        return limits.most_an_hour if limits else None

    def is_coach(self):
        return Role.COACH in self.roles

    def is_moderator(self):
        return Role.MODERATOR in self.roles

    def is_reader(self):
        """Is she here to read and ask, with no office of any kind?"""
        return not self.is_staff

    @property
    def is_staff(self):
        """May she come to the desk? (Django's admin site asks by this name.)"""
        return self.is_coach() or self.is_moderator()

    def take_role(self, role):
        """Add the role; a person may have more than one."""
        self.groups.add(Group.objects.get_or_create(name=role)[0])
        self._ask_again()
        if self.last_login:
            self.begin_grace()

    def drop_role(self, role):
        self.groups.remove(*Group.objects.filter(name=role))
        self._ask_again()

    @transaction.atomic
    def set_roles(self, roles, limits):
        """Have these roles and no others, within these Limited."""
        hers = Limits.objects.of(self)
        hers.take_limits_of(limits)
        hers.save()
        for role in Role:
            (self.take_role if role in roles else self.drop_role)(role)

    def _ask_again(self):
        """What was asked of her roles before is not true any more."""
        for known in ("roles", "kept_from", "_may"):
            self.__dict__.pop(known, None)
        for asked in ("limits", "groups"):
            self._state.fields_cache.pop(asked, None)
            getattr(self, "_prefetched_objects_cache", {}).pop(asked, None)

    # The second factor of staff

    @property
    def second_factors(self):
        """The kinds of second factor that she has set up."""
        return {key.type for key in self.authenticator_set.all()} - {"recovery_codes"}

    def second_factor_in_words(self):
        """Return how she signs in beyond a password or code; of staff also until when she may do without."""
        kinds = {"webauthn": _("passkey"), "totp": _("app with codes")}
        said = ", ".join(str(kinds[kind]) for kind in sorted(self.second_factors))
        if said or not self.second_factor_by:
            return said or str(_("none"))
        return _("none; asked for from %(day)s on") % {"day": date_format(self.second_factor_by)}

    def begin_grace(self):
        """Staff may put off a second factor for a while; called at each sign-in, it counts from the first."""
        if self.is_staff and self.second_factor_by is None:
            self.second_factor_by = timezone.localdate() + GRACE
            self.save(update_fields=["second_factor_by"])

    def grace_in_words(self):
        """Until when she can put a second factor off; nothing while her days are not counted."""
        if self.second_factor_by is None:
            return ""
        return _("You can put it off until %(day)s.") % {"day": date_format(self.second_factor_by)}

    def lacks_second_factor(self):
        return self.is_staff and not self.second_factors

    def is_kept_from_desk(self):
        """Is the time over for which she could put a second factor off?"""
        is_over = self.second_factor_by is not None and self.second_factor_by < timezone.localdate()
        return is_over and self.lacks_second_factor()

    @transaction.atomic
    def lose_second_factors(self):
        """She has lost her phone: whoever runs the site lets her set up another."""
        self.authenticator_set.all().delete()
        self.second_factor_by = None
        self.save(update_fields=["second_factor_by"])
