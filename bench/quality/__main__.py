"""How well readers are understood: `make quality` prints the figures that docs/finding.md has.

Stages by words alone, by the model alone, and as it ships; questions asked before; searches; times with 100,000 vectors. A
site of its own is made for it in var/quality. `make quality PART=tune` leaves the held part uncounted."""

import os
import sys
import time
import tomllib
from math import sqrt
from pathlib import Path

import django

HERE = Path(__file__).parent
MOST = 5


def load(name):
    return tomllib.loads((HERE / f"{name}.toml").read_text(encoding="utf-8"))


def interval(share, count):
    """Return Wilson's 95 % interval of a share, as text."""
    z = 1.96
    middle = (share + z * z / (2 * count)) / (1 + z * z / count)
    half = z * sqrt(share * (1 - share) / count + z * z / (4 * count * count)) / (1 + z * z / count)
    return f"{share:.2f} ({middle - half:.2f}–{middle + half:.2f})"


def told(name, ranks):
    """Print hit@1, hit@3 and MRR of a list of ranks, from 1."""
    hits = [interval(sum(rank <= most for rank in ranks) / len(ranks), len(ranks)) for most in (1, 3)]
    print(f"  {name:22} hit@1 {hits[0]}  hit@3 {hits[1]}  MRR {sum(1 / rank for rank in ranks) / len(ranks):.2f}")


def stages(part):
    situations = load("situations")
    asked = [(text, slug) for slug, told in situations.items() if slug != "unsure" for text in told[part]]
    path = stage_finder.published_stages()
    texts = {stage.slug: (stage.title, stage_likeness.text_of(stage)) for stage in path}
    likeness = stage_likeness.Likeness(texts)
    print(f"Stages, {part}: {len(asked)} situations")
    told("words alone", [rank_in(likeness.scores(text), slug) for text, slug in asked])
    told("model alone", [rank_in(by_model(text, path), slug) for text, slug in asked])
    finders = [(stage_finder.StageFinder(text, stages=path), slug) for text, slug in asked]
    orders = [[found.stage.slug for found in finder.found(len(path))] for finder, _slug in finders]
    told("as it ships", [order.index(slug) + 1 for order, (_text, slug) in zip(orders, asked, strict=True)])
    for order, (text, slug) in zip(orders, asked, strict=True):
        if part != "held" and order[0] != slug:
            print(f"    {slug}: {text[:70]!r} → {', '.join(order[:3])}")
    unsure = [stage_finder.StageFinder(text, stages=path).is_sure for text in situations["unsure"][part]]
    falsely = sum(not finder.is_sure for finder, _slug in finders)
    print(
        f"  not sure: {falsely} of {len(finders)} that tell of a stage, {unsure.count(False)} of {len(unsure)} that do not"
    )


def rank_in(scores, slug):
    return 1 + sum(score > scores[slug] for score in scores.values())


def by_model(text, path):
    """Nearness to what readers see of a stage, its one nearest line, and no more."""
    vector = sentence_model.vectors_of([readers_words.as_meant(text)])[0]
    return {stage.slug: max(stage_map.vectors_kept(shown(stage)) @ vector) for stage in path}


def shown(stage):
    return [line.text for line in stage_finder.lines_of(0, stage) if line.is_shown]


def questions(part):
    data = load("questions")
    pairs = data["pairs"][:30] if part == "tune" else data["pairs"][30:]
    corpus = [asked for asked, _again in data["pairs"]] + data["others"]
    own = {asked: at for at, asked in enumerate(corpus)}
    vectors = sentence_model.telling_vectors_of(list(map(readers_words.as_meant, corpus)))
    ranks, shown, right = [], 0, 0
    for asked, again in pairs:
        near = vectors @ sentence_model.telling_vectors_of([readers_words.as_meant(again)])[0]
        ranks.append(1 + int((near > near[own[asked]]).sum()))
        best = [at for at in (-near).argsort()[:MOST] if near[at] >= meaning.ALIKE]
        shown, right = shown + len(best), right + (own[asked] in best)
    print(f"Answered before, {part}: {len(pairs)} questions among {len(corpus)}")
    told("nearest", ranks)
    print(f"  recall@5 {interval(sum(rank <= MOST for rank in ranks) / len(ranks), len(ranks))}")
    print(f"  from the threshold on: {right} found, {shown} shown, {shown - right} of another trouble")


def searches():
    found, wrong = 0, []
    asked = load("searches")["searches"]
    for typed, wanted in asked:
        search = query.Search(typed)
        page = search.page(None).items
        words, close = [each.about for each in page], [each.about for each in search.close]
        order = [*close, *words] if search.says_only_some else [*words, *close]
        first = list(dict.fromkeys(getattr(each, "slug", "") for each in order))[:3]
        good = bool(set(first) & set(wanted.split()))
        found += good
        wrong += [] if good else [f"{typed} → {', '.join(first)}"]
    print(f"Searches: {found} of {len(asked)} lead somewhere right: {interval(found / len(asked), len(asked))}")
    print(*(f"    {line}" for line in wrong), sep="\n")


def times():
    numpy = sentence_model.numpy
    folder = Path(settings.VAR) / "times"
    folder.mkdir(exist_ok=True)
    count, rng = 100_000, numpy.random.default_rng(1)
    shelf = shelves.Shelf(folder, is_answer=False)
    made = numpy.memmap(folder / "made", numpy.float32, "w+", shape=(count, sentence_model.SIZE))
    made[:] = rng.standard_normal(made.shape, dtype=numpy.float32)
    shelf.numbers, shelf.keys = numpy.asarray(made), numpy.ones((count, len(shelves.KEY)), dtype=numpy.int64)
    texts = [text for slug, told in load("situations").items() for text in told["tune"]]
    taken(
        f"near in meaning among {count:,} vectors",
        texts,
        lambda text: shelf.nearest(meaning.vectors_of(text), 60, follows=False),
    )
    path = stage_finder.published_stages()
    taken("a stage, its lines at hand", texts, lambda text: stage_finder.StageFinder(text, stages=path).found())
    (folder / "made").unlink()


def taken(name, texts, act):
    spent = []
    for text in texts * 3:
        start = time.perf_counter()
        act(text)
        spent.append((time.perf_counter() - start) * 1000)
    spent.sort()
    print(f"{name}: p50 {spent[len(spent) // 2]:.1f} ms, p99 {spent[int(len(spent) * 0.99)]:.1f} ms")


if __name__ == "__main__":
    os.environ |= {
        "VAR_DIR": "var/quality",
        "SECRET_KEY": "only-to-measure-0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEF",
    }
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "leanback.settings")
    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    from search import meaning, query, readers_words, sentence_model, shelves, stage_finder, stage_likeness, stage_map
    from stages import starter

    call_command("migrate", verbosity=0)
    starter.load()
    for part in [sys.argv[1]] if sys.argv[1:] and sys.argv[1] else ["tune", "held", "es"]:
        stages(part)
        if part != "es":
            questions(part)
    searches()
    times()
