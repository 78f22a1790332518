"""A text as the rules see it: words in small letters, without accents and apostrophes, and where sentences end."""

import re
from collections import defaultdict

from stages.text.words import words_and_stops

LONGEST = 20_000  # signs that are looked at
DRAWN_OUT = re.compile(r"(.)\1{2,}")
LONG_WORD = 8  # letters from which one slip of the thumb leaves a word that is still no other


def slips(word):
    """Yield what a long word becomes by one letter left out or two that changed places; the first letter stays."""
    for place in range(1, len(word)) if len(word) >= LONG_WORD else ():
        yield word[:place] + word[place + 1 :]
        yield word[:place] + word[place + 1 : place + 2] + word[place] + word[place + 2 :]


def known_words(words):
    """Return {as it may be typed: the word} for the words of a table; a slip that is itself a word stays that word."""
    typed = {slip: word for word in sorted(words) for slip in slips(word)}
    return typed | {word: word for word in words}


class Reading:
    """Where each word stands. Places are bits of whole numbers (bit n: the nth word), so that a step of a rule is one
    operation for the whole text, and no text can make a rule go back and try again."""

    def __init__(self, text, known):
        self.places = defaultdict(int)
        self.known_places = {}
        self.words = 0
        count = 0
        for part in words_and_stops(text[:LONGEST]):
            if part[0].isalnum():
                self.places[self._word(part, known)] |= 1 << count
                self.words |= 1 << count
            count += 1
        self.length = count

    def _word(self, part, known):
        """Return the word that was meant: "soooo" is "so", "killl" is "kill"."""
        if part not in known:
            once, twice = (DRAWN_OUT.sub(by, part) for by in (r"\1", r"\1\1"))
            part = twice if twice in known else once
        return known.get(part, part)

    def places_of(self, words):
        """Return the places of all words of a set, worked out once."""
        if words not in self.known_places:
            here = 0
            for word in words & self.places.keys():
                here |= self.places[word]
            self.known_places[words] = here
        return self.known_places[words]

    def hide(self, places):
        """Make the words at these places unreadable: they were a figure of speech."""
        self.known_places.clear()
        for word, where in self.places.items():
            self.places[word] = where & ~places

    def sentences_with(self, places):
        """Return the places of all words in the sentences that these places are in."""
        up = down = self.words
        step, found = 1, places & self.words
        while step <= self.length:  # twice as far each time
            found |= up & (found << step)
            up &= up << step
            step *= 2
        step = 1
        while step <= self.length:
            found |= down & (found >> step)
            down &= down >> step
            step *= 2
        return found
