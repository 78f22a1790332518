"""Which words a line shares with others: what a sentence model smooths over ("drawer", "label", "ex") tells stages apart, too."""

import re
from collections import Counter
from itertools import chain, pairwise
from math import log, sqrt

from search.readers_words import as_meant
from search.sentence_model import numpy

WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)?")
MANY = 100  # lines that have a word: from here on quicker told as a column of numbers
BEGINNING = 6  # letters by which forms of a word are known, in English and in Spanish


def words_and_pairs(text):
    """Return the beginnings of a text's words, and of each two that stand side by side."""
    words = [word.replace("'", "")[:BEGINNING] for word in WORD.findall(as_meant(text))]
    return {*words, *(f"{one} {other}" for one, other in pairwise(words))}


class LineWords:
    """Compares texts with some lines by their words; those that few lines have weigh more."""

    def __init__(self, lines):
        told = list(map(words_and_pairs, lines))
        said = Counter(chain.from_iterable(told))
        self.count = len(told)
        self.weights = {word: log(self.count / times) for word, times in said.items()}
        self.places = {word: at for at, word in enumerate(said)}
        places = numpy.array([self.places[word] for words in told for word in words], numpy.int32)
        rows = numpy.repeat(numpy.arange(self.count, dtype=numpy.int32), list(map(len, told)))
        weights = numpy.array(list(self.weights.values()), numpy.float32)[places]
        lengths = numpy.sqrt(numpy.bincount(rows, weights**2, self.count))
        weights /= numpy.where(lengths, lengths, 1)[rows]
        # One after another: for each word the lines that have it, and what it weighs there. An array a word takes twice the time.
        order = numpy.argsort(places, kind="stable")
        self.lines, self.shares = rows[order], weights[order]
        self.ends = [0, *numpy.cumsum(list(said.values())).tolist()]

    def common(self):
        """Return how much each line has of the words that many have: a row a line."""
        words = [at for at, span in enumerate(self._spans()) if span.stop - span.start > MANY]
        made = numpy.zeros((self.count, len(words)), numpy.float32)
        for column, at in enumerate(words):
            span = slice(*self.ends[at : at + 2])
            made[self.lines[span], column] = self.shares[span]
        return made

    def rare(self):
        """Yield, for each of the other words that two have, the lines that have it and how much of it they have."""
        for span in self._spans():
            if 1 < span.stop - span.start <= MANY:
                yield self.lines[span], self.shares[span]

    def own(self):
        """Return how much of each line are words that no other has: the square of it."""
        times = numpy.diff(self.ends)
        alone = numpy.repeat(times == 1, times)
        return numpy.bincount(self.lines[alone], self.shares[alone] ** 2, self.count).astype(numpy.float32)

    def _spans(self):
        return (slice(*ends) for ends in pairwise(self.ends))

    def likeness(self, texts):
        """Yield a row for each text: from 0 to 1, how much it shares with each line."""
        for text in texts:
            row = numpy.zeros(self.count, numpy.float32)
            for word, weight in self._weighed(words_and_pairs(text)).items():
                span = slice(*self.ends[self.places[word] : self.places[word] + 2])
                row[self.lines[span]] += weight * self.shares[span]
            yield row

    def _weighed(self, words):
        """{word: how rare it is}, of length 1."""
        known = {word: self.weights[word] for word in words if word in self.weights}
        length = sqrt(sum(weight**2 for weight in known.values())) or 1
        return {word: weight / length for word, weight in known.items()}
