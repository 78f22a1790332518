from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction

from accounts import pen_names
from accounts.models import User


class Command(BaseCommand):
    help = "Make the first coach account and print the password that lets her in until she has chosen her own."

    def add_arguments(self, parser):
        parser.add_argument("--email", default="coach@example.org", help="how she signs in (default: %(default)s)")
        parser.add_argument("--pen-name", default="Mara", help="the name under her answers (default: %(default)s)")
        parser.add_argument(
            "--again",
            action="store_true",
            help="give the coach with this address a new one-time password, and take away a second factor that she lost",
        )

    @transaction.atomic
    def handle(self, *args, email, pen_name, again, **options):
        try:
            validate_email(email)
        except ValidationError as error:
            raise CommandError(f"{email!r} is not an e-mail address.") from error
        if again:
            return self.let_in_again(email, self.coach(email))
        if User.objects.coaches().exists():
            return self.stdout.write(self.who_is_there())
        if User.objects.filter(email=email.lower()).exists():
            raise CommandError(f"{email} has an account already; choose another address.")
        try:
            with transaction.atomic():
                pen_names.validate_shape(pen_names.tidy(pen_name))
                return self.tell(email, User.objects.create_coach(email, pen_name)[1])
        except ValidationError as error:
            raise CommandError(f"--pen-name: {' '.join(error.messages)}") from error
        except IntegrityError as error:
            raise CommandError(
                f"{pen_name} is taken, or looks too much like a reader's name; choose another."
            ) from error

    def who_is_there(self):
        """Return what to do when there is a coach already."""
        new = "A new password for her: manage.py first_coach --again --email …"
        if waiting := User.objects.coaches().filter(has_one_time_password=True).first():
            return f"{waiting.email} has not chosen a password yet: the one that was shown lets her in until she has.\n  {new}"
        return f"There is a coach already. {new}"

    def coach(self, email):
        coach = User.objects.coaches().filter(email=email.lower()).first()
        if coach is None:
            raise CommandError(f"No coach signs in with {email}.")
        return coach

    def let_in_again(self, email, coach):
        coach.lose_second_factors()
        self.tell(email, coach.give_one_time_password())

    def tell(self, email, password):
        self.stdout.write(
            f"\n  The coach signs in with   {email}\n  one-time password         {password}\n"
            "  It lets her in until she has chosen her own, on the page that opens then. It is shown only now.\n"
        )
