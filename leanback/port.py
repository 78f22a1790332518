"""Say so, before anything else starts, when the port is taken: `python -m leanback.port 8000`."""

import socket
import sys


def main(port):
    """Exit with a sentence if something serves on the port of this machine already."""
    with socket.socket() as knock:
        knock.settimeout(1)
        if knock.connect_ex(("127.0.0.1", port)) == 0:
            sys.exit(f"Something serves on port {port} already. Stop it, or choose another: make run PORT={port + 1}")


if __name__ == "__main__":
    main(int(sys.argv[1]))
