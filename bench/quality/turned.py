"""Make `search/turned.npy`: the directions in which lines about love differ most come first, so that a search for what is near
need not read most of what it compares.

    python -m bench.quality.turned

Files of vectors that were turned another way are made anew by themselves (`search/shelves.py`)."""

import os
from pathlib import Path

import django
import numpy

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "leanback.settings")
    django.setup()
    from search import sentence_model, turned
    from search.readers_words import as_meant
    from stages import starter

    lines = [as_meant(line) for told in starter.EXAMPLES.values() for lines in told.values() for line in lines]
    vectors = sentence_model.telling_vectors_of(lines).astype(numpy.float64)
    directions = numpy.linalg.eigh(vectors.T @ vectors)[1][:, ::-1]
    numpy.save(Path(turned.BASIS), directions.astype(numpy.float32), allow_pickle=False)
