class Rejected(Exception):
    """The import cannot be done; the text says why, in one sentence, for the person who runs the site."""
