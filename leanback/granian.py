"""granian, whose processes hear a stop from their first moment: `python -m leanback.granian`, with granian's own options.

They are forked from one that keeps a stop for itself, and take that over until they serve: a stop in their first seconds
would be missed, and end them only when granian loses patience. So each begins with what a signal does to any process."""

import os
import signal
import sys

from granian import cli

if __name__ == "__main__":
    os.register_at_fork(after_in_child=lambda: signal.signal(signal.SIGTERM, signal.SIG_DFL))
    sys.exit(cli.entrypoint())
