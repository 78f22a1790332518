"""The number that moves with every change of what readers see. It is the site's as a whole, which hands it down when it starts
(`leanback/apps.py`); until then there is none."""


class Number:
    """`now()` returns it, or None where there is none."""

    def __init__(self):
        self.now = lambda: None


number = Number()
