import secrets
import uuid
from contextlib import suppress
from datetime import timedelta

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts import pen_names
from accounts.models.held_name import HeldName
from accounts.models.outgoing_mail import OutgoingMail
from accounts.models.roles import HasRoles
from accounts.roles import Role


class UserQuerySet(models.QuerySet):
    def in_role(self, role):
        return self.filter(groups__name=role)

    def kept_out(self):
        """Those who cannot sign in any more."""
        return self.filter(is_active=False)


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):
    """Makes people. Names and addresses are tidied here, so that every door leads to the same row."""

    def create_user(self, email, pen_name, password=None, **more):
        """Return a new reader; raises IntegrityError if the address or a look-alike of the name is taken."""
        user = self.model(email=self.normalize_email(email).lower(), **more)
        user.take_pen_name(pen_name)
        user.set_password(password)
        user.save(using=self._db)
        return user

    @transaction.atomic
    def create_coach(self, email, pen_name):
        """Return a new coach with a verified address, and the password that lets her in until she has her own."""
        user = self.create_user(email, pen_name, adult_at=timezone.now())
        user.emailaddress_set.create(email=user.email, primary=True, verified=True)
        user.take_role(Role.COACH)
        return user, user.give_one_time_password()

    def is_free(self, pen_name, by=None):
        """Is the name neither somebody's, nor held, nor a look-alike of one that is? To the person who went by it, if that
        is who asks, it is not held."""
        key = pen_names.key(pen_name)
        return not self.filter(pen_name_key=key).exists() and not HeldName.objects.holds(key, against=by)

    def hold_name(self, pen_name):
        """Keep a name for as long as an unfinished sign-up would, so that trying it again tells nothing."""
        nobody = f"{uuid.uuid4().hex}@held.invalid"
        with suppress(IntegrityError), transaction.atomic():
            return self.create_user(nobody, pen_name, is_active=False)

    def unfinished(self):
        """Sign-ups of which no code has been typed yet."""
        return self.filter(last_login=None, groups=None).exclude(emailaddress__verified=True)

    def begun_as(self, pk):
        """The sign-up with this key, if no code has been typed for it yet."""
        return self.unfinished().filter(pk=pk)

    def validate_signature(self, name, by):
        """Raise ValidationError, in words for this person, if she may not sign one of her questions so: as for a pen name,
        but that her own is no stranger's. Who has not signed in yet may be the one who is called so: it is looked at
        again when she has."""
        pen_names.validate(name)
        if by.is_authenticated and self.called_like(name).exclude(pk=by.pk).exists():
            raise ValidationError(pen_names.TAKEN)

    def abandoned(self):
        """Sign-ups that were never finished: their names and addresses are free again after an hour."""
        return self.unfinished().filter(joined_at__lt=timezone.now() - timedelta(hours=1))

    def called_like(self, name):
        """Those whose pen name could be mistaken for this one."""
        return self.filter(pen_name_key=pen_names.key(name))

    def coaches(self):
        return self.in_role(Role.COACH).filter(is_active=True)

    def staff(self):
        return self.filter(groups__name__in=Role).distinct()

    def at_work(self):
        """Return the coaches and moderators by name, with all that is said of them at the desk."""
        people = self.staff().select_related("limits").prefetch_related("groups", "authenticator_set")
        return people.order_by("pen_name", "pk")

    def other_coaches(self, than):
        return self.coaches().exclude(pk=than.pk)

    def get_by_natural_key(self, email):
        return self.get(email=email.lower())


class User(HasRoles, AbstractBaseUser, PermissionsMixin):
    """A person. She signs in by e-mail; her pen name is the only name that anybody ever sees."""

    email = models.EmailField(_("e-mail address"), unique=True)
    pen_name = models.CharField(
        _("pen name"), max_length=pen_names.LONGEST, help_text=_("The only name that others see.")
    )
    pen_name_key = models.CharField(max_length=160, unique=True, editable=False)
    is_active = models.BooleanField(_("may sign in"), default=True)
    has_one_time_password = models.BooleanField(default=False, editable=False)
    joined_at = models.DateTimeField(_("joined"), default=timezone.now, editable=False)
    adult_at = models.DateTimeField(null=True, editable=False)  # when she said that she is 18 or older
    second_factor_by = models.DateField(null=True, editable=False)  # staff: the last day without one; null: not begun

    objects = UserManager()

    USERNAME_FIELD = EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["pen_name"]

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [
            models.UniqueConstraint(Lower("email"), name="one_person_per_address"),
            models.CheckConstraint(condition=~models.Q(pen_name_key=""), name="everyone_has_a_pen_name"),
        ]

    def __str__(self):
        return self.pen_name

    def take_pen_name(self, name):
        """Set the name and the key that keeps look-alikes away. Does not save."""
        self.pen_name = pen_names.tidy(name)
        self.pen_name_key = pen_names.key(name)

    def set_password(self, password):
        """Set a password of her own (or none); whatever she had for one sign-in is void."""
        super().set_password(password)
        self.has_one_time_password = False

    def has_usable_password(self):
        """Has she a password of her own? One that was handed to her lets her in until she has chosen it, and is none."""
        return super().has_usable_password() and not self.has_one_time_password

    def give_one_time_password(self):
        """Return a new password that lets her in until she has chosen her own: each sign-in leads her to that."""
        password = secrets.token_urlsafe(12)
        self.set_password(password)
        self.has_one_time_password = True
        self.save(update_fields=["password", "has_one_time_password"])
        return password

    # Who she says she is

    def is_adult(self):
        return self.adult_at is not None

    def confirm_adult(self):
        """Note that she has said that she is 18 or older."""
        self.adult_at = timezone.now()
        self.save(update_fields=["adult_at"])

    @transaction.atomic
    def rename(self, name):
        """Take another pen name. Raises IntegrityError if somebody has it, or one that looks like it. The one she had is
        held, so that nobody is taken for her; she may take it back."""
        before = self.pen_name_key
        self.take_pen_name(name)
        if self.pen_name_key != before:
            HeldName.objects.hold(before, self)
            HeldName.objects.let_go(self.pen_name_key)
        self.save(update_fields=["pen_name", "pen_name_key"])

    def sign_out_everywhere(self):
        """End every session of hers."""
        for session in self.usersession_set.all():
            session.end()

    def hears_no_more(self):
        """Take back every mail that is still on its way to her."""
        addresses = {self.email, *self.emailaddress_set.values_list("email", flat=True)}
        for address in addresses:
            for mail in OutgoingMail.objects.on_their_way_to(address):
                mail.delete()

    def is_needed(self):
        """Is she the only coach?"""
        return self.is_coach() and not User.objects.other_coaches(self).exists()
