class Refused(Exception):
    """The export or its import cannot be done; the text says why, in one sentence, for the person who runs the site."""
