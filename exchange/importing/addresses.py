from urllib.parse import SplitResult
from urllib.parse import urlsplit as split

NOWHERE = SplitResult("", "", "", "", "")


def urlsplit(address):
    """Return the parts of an address as somebody typed it; "http://[x" has none."""
    try:
        return split(address)
    except ValueError:
        return NOWHERE
