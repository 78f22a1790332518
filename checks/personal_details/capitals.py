"""Names of people, towns and employers: words with a capital letter where none is needed."""

import re
from itertools import pairwise

from stages.text.words import words_in

BREAK = re.compile('[.!?:…\n"“”«»(¿¡]')  # behind these every word may have a capital letter
LIKE_TITLES = 0.4  # of the words that need no capital letter: above it they are written large out of habit
FEW_WORDS = 8
REACH = 3  # words back that tell what a capital letter is about
LONGEST_RUN = 6  # words of one name


class Word:
    """A word of a text, with what has to be known of it."""

    def __init__(self, word):
        self.start, self.end, self.text, self.plain, self.before = word
        self.is_large = self.text[0].isupper() and not (len(self.text) > 1 and self.text.isupper())
        self.begins = not self.before or bool(BREAK.search(self.before))


def names_and_places(text, table, ordinary, taken):
    """Return (start, end, kind, softer) of each that is not in the spans that are `taken`."""
    found = Capitals(list(map(Word, words_in(text))), table, ordinary).found()
    spans = [(run[0].start, run[-1].end, kind, _softer(run, kind, table)) for run, kind in found]
    return [span for span in spans if not any(span[0] < end and start < span[1] for start, end in taken)]


class Capitals:
    """The words of one text, and which of them tell something."""

    def __init__(self, words, table, ordinary):
        self.words, self.table, self.ordinary = words, table, ordinary
        self.small = {word.plain for word in words if word.text.islower()}
        free = [word for word in words if not word.begins]
        large = [word for word in free if word.is_large and not self.is_ordinary(word)]
        self.is_habit = len(free) >= FEW_WORDS and len(large) > LIKE_TITLES * len(free)

    def is_ordinary(self, word):
        return len(word.text) == 1 or word.plain in self.ordinary or word.plain.removesuffix("s") in self.ordinary

    def found(self):
        """Return [(words, kind)]. Who was named once is known wherever she stands again."""
        found, named, rest, at = [], set(), [], 0
        while at < len(self.words):
            length, kind = self._told(at)
            run = self.words[at : at + length]
            if kind:
                found.append((run, kind))
                named |= {word.plain for word in run} if kind == "name" else set()
            else:
                rest += run
            at += length
        return found + [([word], "name") for word in rest if word.is_large and word.plain in named]

    def _told(self, at):
        """Return how many words from here belong together, and what they tell, or None."""
        word, table = self.words[at], self.table
        before = [] if word.begins else [other.plain for other in self.words[max(0, at - REACH) : at]]
        follows = " ".join(before).endswith
        length = self._run(at) if word.is_large else 1
        if not self.is_ordinary(word):
            is_name = word.is_large or word.plain in table["names"]
            if follows(tuple(table["name_is"])) or (is_name and follows(tuple(table["name_after"]))):
                return length, "name"
        if word.is_large and follows(tuple(table["employer_after"])):
            return length, "employer"
        if not word.is_large or self.is_ordinary(word):
            return 1, None
        if word.begins:
            return self._at_the_beginning(at)
        if self.is_habit or word.plain in self.small:
            return 1, None
        if all(other.plain in table["regions"] or self.is_ordinary(other) for other in self.words[at : at + length]):
            return length, None
        is_place = before[-1:] and before[-1] in table["place_after"] and word.plain not in table["names"]
        return length, "place" if is_place else "name"

    def _at_the_beginning(self, at):
        """Every sentence begins with a capital letter: only "… and I" tells, or a first name that is no other word here."""
        word = self.words[at]
        if " ".join(other.plain for other in self.words[at + 1 : at + 3]) in self.table["with_me"]:
            return 1, "name"
        if word.plain not in self.table["names"] or word.plain in self.small:
            return 1, None
        return self._run(at), "name"

    def _run(self, at):
        """Return how many words with capital letters stand together from here: "Salt Lake City", "Columbus, Ohio"."""
        length = 1
        for word, following in pairwise(self.words[at : at + LONGEST_RUN]):
            if not following.is_large:
                break
            if following.before == ", " and following.plain in self.table["regions"]:
                return length + 1
            is_joined = following.before == " " or (following.before == ". " and len(word.text) <= 2)
            if not is_joined or (self.is_ordinary(following) and following.plain not in self.table["inside"]):
                break
            length += 1
        return length


def _softer(run, kind, table):
    softer = table["softer"]
    if kind == "name":
        return f"{run[0].text[0].upper()}."
    if kind == "place" and len(run) > 1 and run[-1].plain in table["regions"] and run[-1].before == ", ":
        return softer["place_in"].format(region=run[-1].text)
    return softer[kind]
