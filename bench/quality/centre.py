"""Make `search/centre.npy`: what all talk of love has in common, so that it can be taken out of what is compared.

    python -m bench.quality.centre

Whoever makes another one gives `sentence_model.name()` another ending: vectors that were written with the old one are of no
use."""

from pathlib import Path

import numpy

from search import sentence_model
from search.readers_words import as_meant
from stages import starter

DIRECTIONS = 8  # taken out; of 0 to 16 those with which "answered before" was found most often (docs/finding.md)


def main():
    lines = [as_meant(line) for told in starter.EXAMPLES.values() for line in told["en"]]
    vectors = sentence_model.vectors_of(lines)
    mean = vectors.mean(axis=0)
    directions = numpy.linalg.svd(vectors - mean, full_matrices=False)[2][:DIRECTIONS]
    made = numpy.vstack([mean, directions]).astype(numpy.float32)
    numpy.save(Path(sentence_model.__file__).parent / "centre.npy", made, allow_pickle=False)


if __name__ == "__main__":
    main()
