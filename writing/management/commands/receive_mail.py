import os
import sys
from email import message_from_bytes, policy

from django.core.management.base import BaseCommand
from django.db import InterfaceError, OperationalError

from writing import inbound


class Command(BaseCommand):
    help = (
        "Take in one mail from standard input: a reply to a mail of ours, or one that came back. For the pipe of a mail "
        "server; it ends as such a server expects (sysexits.h): 0 taken, 65 not to be read, 67 nobody there, 75 try later."
    )

    def add_arguments(self, parser):
        parser.add_argument("recipient", nargs="*", help="whom the server has it for; else its head says so")

    def handle(self, *args, recipient, **options):
        source = sys.stdin.buffer.read(inbound.MOST_BYTES + 1)
        if not source or len(source) > inbound.MOST_BYTES:
            sys.exit(os.EX_DATAERR)
        try:
            became = inbound.receive(message_from_bytes(source, policy=policy.default), recipient)
        except inbound.Unknown:
            sys.exit(os.EX_NOUSER)
        except (OperationalError, InterfaceError):
            sys.exit(os.EX_TEMPFAIL)
        self.stdout.write(became)
