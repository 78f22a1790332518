"""The sentence model as a file that processes share says what the package's own says, and is done without where it cannot be."""

import pytest

from search import sentence_model, shared_model
from search.sentence_model import numpy

pytestmark = pytest.mark.skipif(not sentence_model.is_there(), reason="the sentence model is not installed")

TEXTS = [
    "He went quiet on me.",
    "¿Por qué no me escribe? Mañana cumple años.",
    "он молчит уже неделю 🙂 ½ ﬁ",
    "zzxqj wrtplk " * 9,
    "a",
]


@pytest.fixture(scope="module")
def own():
    """What the package says, loaded in its own way."""
    model = shared_model.USE(threads=1)
    return model, model.encode(TEXTS)


@pytest.fixture
def kept(monkeypatch, tmp_path):
    monkeypatch.setattr(shared_model, "path", lambda: tmp_path / "vectors" / "model-1.npy")
    return tmp_path / "vectors" / "model-1.npy"


def loads(monkeypatch):
    """Count how often the network is unpacked as the package does."""
    done = []
    begin = shared_model.NumpyBackend.__init__
    monkeypatch.setattr(
        shared_model.NumpyBackend, "__init__", lambda *told, **named: done.append(1) or begin(*told, **named)
    )
    return done


def test_it_says_what_the_package_says_and_is_unpacked_once(own, kept, monkeypatch):
    unpacked = loads(monkeypatch)
    (old := kept.parent).mkdir()
    (old / "model-0.npy").write_bytes(b"of a release before")
    assert [numpy.array_equal(shared_model.load().encode(TEXTS), own[1]) for _process in range(2)] == [True, True]
    assert len(unpacked) == 1 and sorted(path.name for path in old.iterdir()) == ["model-1.lock", "model-1.npy"]


def test_it_knows_the_beginnings_of_words_that_the_package_knows(own, kept):
    known, shared = own[0]._tokenizer._prefixes, shared_model.load()._tokenizer._prefixes
    assert [shared.get(beginning) for beginning in list(known)[::50]] == list(known.values())[::50]
    assert shared.get("qzqzq") is None and "qzqzq" not in known


@pytest.mark.parametrize("rubbish", [b"", b"no such thing", None])
def test_a_spoilt_file_is_made_anew(own, kept, rubbish):
    shared_model.load()
    kept.write_bytes(kept.read_bytes()[:-1] if rubbish is None else rubbish)
    assert numpy.array_equal(shared_model.load().encode(TEXTS), own[1])


def test_where_nothing_can_be_written_each_process_loads_its_own(own, monkeypatch, tmp_path):
    (tmp_path / "file").write_text("not a folder")
    monkeypatch.setattr(shared_model, "path", lambda: tmp_path / "file" / "model-1.npy")
    assert numpy.array_equal(shared_model.load().encode(TEXTS), own[1])


def test_a_disk_that_is_full_leaves_nothing_half_written(own, kept, monkeypatch):
    def full(_number):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(shared_model.os, "fsync", full)
    assert numpy.array_equal(shared_model.load().encode(TEXTS), own[1])
    assert [path.name for path in kept.parent.iterdir()] == ["model-1.lock"]


def test_another_version_of_the_package_is_left_to_itself(own, kept, monkeypatch):
    monkeypatch.setattr(shared_model, "WRITTEN_FOR", "0.1")
    assert numpy.array_equal(shared_model.load().encode(TEXTS), own[1]) and not kept.exists()
