"""The language of the rules.

A saying is words in a row, inside one sentence:

    hit             the word
    hit|slapped     one of them; _ joins words to one: as_if|like
    {he}            one of the list `he` in [words]; lists may name other lists
    very?           may be missing
    ..  ....        up to three, up to eight other words, none of which is in the list `not`
    !when|if        what follows is none of these
    this & that     both, anywhere in one sentence, and neither of them right behind a word of the list `not`

Figures of speech are made unreadable before the rules look. A rule has a concern, what `says` it, and what, anywhere in
the same sentence, means that it is not meant (`unless`)."""

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from itertools import product

from checks.safety.reading import known_words
from stages.text.words import folded

LIST = re.compile(r"\{(\w+)\}")
GAPS = {"..": 3, "....": 8}


class Phrases(tuple):
    """What one step of a saying may be: phrases, as tuples of words. Most are one word, and are looked for as one set; the
    others by the words that they begin with, so that a list of fifty costs what the text has of it."""

    def __init__(self, _phrases=()):
        self.words = frozenset(phrase[0] for phrase in self if len(phrase) == 1)
        self.longer = defaultdict(list)
        for phrase in self:
            if len(phrase) > 1:
                self.longer[phrase[0]].append(phrase)

    def longer_in(self, reading):
        """Yield those of several words of which a text has the first."""
        for first in self.longer.keys() & reading.places.keys():
            yield from self.longer[first]


@dataclass(eq=False)
class Line:
    """The sayings of one line: one, or several with & between them."""

    sayings: list

    @cached_property
    def needs(self):
        """Sets of words: of each a text has to have one, or nothing can be said of it. The smallest first."""
        steps = (phrases for saying in self.sayings for kind, phrases in saying if kind == "one")
        return sorted(({phrase[0] for phrase in phrases} for phrases in steps), key=len)

    def may_stand_in(self, reading):
        return all(not words.isdisjoint(reading.places) for words in self.needs)


class Table:
    """The rules of one language."""

    def __init__(self, data):
        self.lists = data["words"]
        self.spread = {}
        self.denials = {phrase[0] for phrase in self._phrases("{not}")}
        self.by_word = defaultdict(set)
        self.figures = self._lines(data["figures"])
        self.rules = [
            (rule["concern"], self._lines(rule["says"]), self._lines(rule.get("unless", ()))) for rule in data["rule"]
        ]

    @cached_property
    def known(self):
        """{as it may be typed: the word} for every word of this table."""
        lines = [*self.figures]
        for _concern, says, unless in self.rules:
            lines += [*says, *unless]
        steps = [step for line in lines for saying in line.sayings for step in saying]
        return known_words({word for _kind, phrases in steps for phrase in phrases for word in phrase} | self.denials)

    def possible(self, reading):
        """Return the lines that the words of the text leave possible: few, of many hundreds."""
        filed = set().union(*(self.by_word[word] for word in ("", *reading.places) if word in self.by_word))
        return {line for line in filed if line.may_stand_in(reading)}

    def concerns(self, reading):
        """Yield the concern of each rule that the text meets."""
        told, possible = 0, self.possible(reading)
        for line in self.figures:
            if line in possible:
                told |= covered(line.sayings[0], reading)
        reading.hide(told)
        denied = 0
        for word in self.denials:
            denied |= reading.places.get(word, 0)
        free = reading.words & ~denied
        found = set()
        for concern, says, unless in self.rules:
            if concern in found:
                continue
            met = 0
            for line in says:
                if line in possible:
                    met |= together(line.sayings, reading, free)
            for line in unless if met else ():
                if line in possible:
                    met &= ~reading.sentences_with(ends(line.sayings[0], reading, free) >> 1)
            if met:
                found.add(concern)
        return found

    def _lines(self, written):
        """Return the lines, each filed under the words of which it needs one; under "" if it can do without any."""
        lines = [Line([self._saying(part) for part in line.split("&")]) for line in written]
        for line in lines:
            for word in line.needs[0] if line.needs else {""}:
                self.by_word[word].add(line)
        return lines

    def _saying(self, line):
        """Return the steps of a saying: (kind, phrases), a phrase being a tuple of words."""
        return [self._step(part) for part in line.split()]

    def _step(self, part):
        if part in GAPS:
            return GAPS[part], Phrases()
        kind = "not" if part.startswith("!") else "maybe" if part.endswith("?") else "one"
        return kind, Phrases(dict.fromkeys(self._phrases(part.strip("!?"))))

    def _phrases(self, line):
        """Return what a row of words, of words to choose from and of lists stands for: phrases, as tuples of words."""
        return [sum(chosen, ()) for chosen in product(*(self._choices(part) for part in line.split()))]

    def _choices(self, part):
        """Return the phrases that one part of a row may be."""
        joined = (product(*(self._named(name) for name in choice.split("_"))) for choice in part.split("|"))
        return [sum(phrase, ()) for phrases in joined for phrase in phrases]

    def _named(self, name):
        """Return the phrases of a list, or the one word."""
        if not (found := LIST.fullmatch(name)):
            return [(folded(name),)]
        if name not in self.spread:
            self.spread[name] = [phrase for entry in self.lists[found[1]] for phrase in self._phrases(entry)]
        return self.spread[name]


def after(phrases, start, reading):
    """Return the places behind the phrases that begin at `start`."""
    found = (start & reading.places_of(phrases.words)) << 1
    for phrase in phrases.longer_in(reading):
        here = start
        for word in phrase:
            here = (here & reading.places.get(word, 0)) << 1
            if not here:
                break
        found |= here
    return found


def ends(saying, reading, free, start=None):
    """Return the places behind each end of a saying. `free` are the words that may stand in its gaps."""
    here = (1 << reading.length) - 1 if start is None else start
    for kind, phrases in saying:
        if kind == "one":
            here = after(phrases, here, reading)
        elif kind == "maybe":
            here |= after(phrases, here, reading)
        elif kind == "not":
            here &= ~begins(phrases, reading)
        else:
            for _word in range(kind):
                here |= (here & free) << 1
        if not here:
            break
    return here


def together(parts, reading, free):
    """Return places where a line of a rule is met: at the end of its saying, or in sentences that have all its parts."""
    if len(parts) == 1:
        return ends(parts[0], reading, free) >> 1
    denied = reading.words & ~free
    denied = denied << 1 | denied << 2 | denied << 3
    found = reading.words
    for part in parts:
        found &= reading.sentences_with((ends(part, reading, free) >> 1) & ~denied)
    return found


def begins(phrases, reading):
    """Return the places where one of the phrases begins."""
    found = reading.places_of(phrases.words)
    for phrase in phrases.longer_in(reading):
        here = reading.places.get(phrase[0], 0)
        for further, word in enumerate(phrase[1:], 1):
            here &= reading.places.get(word, 0) >> further
        found |= here
    return found


def covered(figure, reading):
    """Return the places of all words of a figure of speech; figures have no gaps, and are found from both ends."""
    steps = [step for step in figure if step[0] != "not"]
    last = ends(figure, reading, 0)
    found = 0
    for kind, phrases in reversed(steps):
        before = last if kind == "maybe" else 0
        for phrase in phrases:
            here = last
            for word in reversed(phrase):
                here = (here >> 1) & reading.places.get(word, 0)
            for further in range(len(phrase)):
                found |= here << further
            before |= here
        last = before
    return found
