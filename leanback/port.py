"""Is the port free? granian would share it with whatever serves there already, and neither would say so."""

import errno
import socket

from django.core.management.base import CommandError


def require_free(host, port):
    """Raise CommandError with a sentence that says what to do if nothing can be served at this address."""
    try:
        family, *_kind, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        socket.create_server(address[:2], family=family).close()
    except OSError as error:
        another = port + 1 if 1023 < port < 65535 else 8000
        raise CommandError(
            {
                errno.EADDRINUSE: f"Something serves on port {port} already. Stop it, or choose another: PORT={another}",
                errno.EACCES: f"Port {port} is for root alone. Choose one above 1023: PORT={another}",
            }.get(
                error.errno, f"HOST={host!r} is no address of this machine: set 127.0.0.1, or 0.0.0.0 for all it has."
            )
        ) from error
