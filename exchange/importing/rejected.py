class Rejected(Exception):
    """The import cannot be done; the text says why, in one sentence, for the person who runs the site."""


class BreaksOff(Rejected):
    """A file ends too early. What is there can be had all the same."""
