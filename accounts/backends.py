from django.contrib.auth.backends import BaseBackend

from accounts.roles import MAY


class RoleBackend(BaseBackend):
    """Answers `user.has_perm()` from the table in `accounts/roles.py`."""

    def get_all_permissions(self, user, obj=None):
        """Return the names of all that this user's roles may do, within her limits; nothing for a switched-off account."""
        if not user.is_active or user.is_anonymous:
            return set()
        return set().union(*(MAY.get(role, set()) for role in user.roles)) - user.kept_from

    def has_perm(self, user, permission, obj=None):
        return permission in self.get_all_permissions(user)

    def has_module_perms(self, user, app):
        return any(name.startswith(f"{app}.") for name in self.get_all_permissions(user))
