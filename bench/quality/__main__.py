"""How well readers are understood: `make quality` prints the figures that docs/finding.md has.

Stages by words alone, by the model alone, and as it ships; questions asked before; searches; times with 100,000 vectors, memory
and start. A site of its own is made for it in var/quality. `make quality PART=tune` counts one part of them alone: tune, held,
new, fresh, unseen, later, es, held_es, fresh_es, unseen_es, later_es, searches, times."""

import os
import shutil
import subprocess
import sys
import time
import tomllib
from hashlib import sha256
from math import sqrt
from pathlib import Path

import django

HERE = Path(__file__).parent
SITE = HERE.parents[1] / "var" / "quality"
MOST = 5
PARTS = ["tune", "held", "new", "fresh", "unseen", "later", "es", "held_es", "fresh_es", "unseen_es", "later_es"]
LOOKED_AT = {"tune", "es"}  # what is told wrong of these is printed; the others are only counted
QUESTIONS = {"tune": slice(None, 30), "held": slice(30, None)}


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
        if part in LOOKED_AT and order[0] != slug:
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
    return {stage.slug: max(kept_lines.vectors_of_lines(shown(stage)) @ vector) for stage in path}


def shown(stage):
    return [stage.title] + [line.text for line in stage_finder.lines_of(0, stage) if line.is_shown]


def questions(part):
    data = load("questions")
    pairs = data["pairs"][QUESTIONS[part]]
    corpus = [asked for asked, _again in data["pairs"]] + data["others"]
    own = {asked: at for at, asked in enumerate(corpus)}
    vectors = sentence_model.telling_vectors_of(list(map(readers_words.as_meant, corpus)))
    nearness = [(near_to(again, vectors), own[asked]) for asked, again in pairs]
    ranks = [1 + int((near > near[at]).sum()) for near, at in nearness]
    print(f"Answered before, {part}: {len(pairs)} questions among {len(corpus)}")
    told("nearest", ranks)
    print(f"  recall@5 {interval(sum(rank <= MOST for rank in ranks) / len(ranks), len(ranks))}")
    for least in (meaning.ALIKE, meaning.ALIKE_TO_COACH):
        best = [({int(each) for each in (-near).argsort()[:MOST] if near[each] >= least}, at) for near, at in nearness]
        shown, right = sum(len(found) for found, _at in best), sum(at in found for found, at in best)
        foreign = sum(bool(found - {at}) for found, at in best)
        print(
            f"  from {least} on: {right} found, {shown - right} of another trouble shown, to {foreign} of {len(pairs)}"
        )


def near_to(text, vectors):
    return vectors @ sentence_model.telling_vectors_of([readers_words.as_meant(text)])[0]


def searches():
    asked, wrong = load("searches")["searches"], []
    for typed, wanted in asked:
        search = query.Search(typed)
        first = first_three(search) or first_three(query.Search(search.offered))
        if not first & set(wanted.split()):
            wrong.append(f"{typed} → {', '.join(first)}")
    found = len(asked) - len(wrong)
    print(f"Searches: {found} of {len(asked)} lead somewhere right: {interval(found / len(asked), len(asked))}")
    print(*(f"    {line}" for line in wrong), sep="\n")


def first_three(search):
    """Return what stands on top of a page of results, as slugs; for nothing found, what the correction leads to that is
    offered."""
    words, close = [each.about for each in search.page(None).items], [each.about for each in search.close]
    order = [*close, *words] if search.means_a_sentence else [*words, *close]
    return set([getattr(each, "slug", "") or slugify(each) for each in order][:3])


def times():
    numpy = sentence_model.numpy
    shelf = shelves.Shelf(Path(settings.VAR) / "times", is_answer=False)
    shelf.numbers = on_a_shelf(like_questions(100_000))
    shelf.keys = numpy.ones((len(shelf.numbers[0]), len(shelves.KEY)), dtype=numpy.int64)
    texts = [text for slug, told in load("situations").items() for text in told["tune"]]
    for who, least in (("readers", meaning.ALIKE), ("the coach", meaning.ALIKE_TO_COACH)):
        taken(
            f"near in meaning among {len(shelf.keys):,} vectors, for {who}",
            texts,
            lambda text, least=least: shelf.nearest(meaning.vectors_of(text), 60, least, follows=False),
        )
    path = stage_finder.published_stages()
    taken("a stage, its lines at hand", texts, lambda text: stage_finder.StageFinder(text, stages=path).found())


def like_questions(count):
    """Make up that many vectors which lie as those of questions do: of the starter's examples, each turned a little, at random."""
    numpy = sentence_model.numpy
    chance = numpy.random.default_rng(1)
    lines = [line for told in starter.EXAMPLES.values() for lines in told.values() for line in lines]
    known = sentence_model.telling(kept_lines.vectors_of_lines(lines))
    for start in range(0, count, len(known)):
        rows = known[: count - start] + 0.02 * chance.standard_normal(known[: count - start].shape, dtype=numpy.float32)
        yield rows / numpy.linalg.norm(rows, axis=1, keepdims=True)


def on_a_shelf(parts):
    """In: vectors, some at a time. Out: the arrays that a Shelf has of them."""
    rows = [turned.turned(part) for part in parts]
    rests = turned.rests_of(rows := sentence_model.numpy.concatenate(rows))
    return [part.copy() for part in (*turned.blocks_of(rows), *rests.T[:, :, None])]


def taken(name, texts, act):
    """Print how long it takes: by the clock, and of the processor, since others may keep it busy while we measure."""
    by_clock, of_processor = [], []
    for text in texts * 3:
        start, worked = time.perf_counter(), time.process_time()
        act(text)
        by_clock.append((time.perf_counter() - start) * 1000)
        of_processor.append((time.process_time() - worked) * 1000)
    figures = [(sorted(each)[len(each) // 2], sorted(each)[int(len(each) * 0.99)]) for each in (by_clock, of_processor)]
    (p50, p99), (worked50, worked99) = figures
    print(f"{name}: p50 {p50:.1f} ms, p99 {p99:.1f} ms; of the processor {worked50:.1f} and {worked99:.1f}")


def start():
    """What the first search costs a process: seconds of the processor, and memory."""
    for name, how in (("the very first search of a site", "anew"), ("the first of a process", "kept")):
        command = [sys.executable, "-m", "bench.quality.start", how]
        print(f"{name}: {subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()}")


def fresh_site():
    """Make the site anew when what it is made of has changed."""
    root = HERE.parents[1]
    files = sorted([*root.glob("*/migrations/*.py"), *root.glob("stages/starter/*"), root / "search" / "index.py"])
    mark, kept = sha256(b"".join(file.read_bytes() for file in files if file.is_file())).hexdigest(), SITE / "made-of"
    if not kept.exists() or kept.read_text() != mark:
        shutil.rmtree(SITE, ignore_errors=True)
        SITE.mkdir(parents=True)
        call_command("migrate", verbosity=0)
        starter.load()
        kept.write_text(mark)


if __name__ == "__main__":
    os.environ |= {
        "VAR_DIR": str(SITE),
        "SECRET_KEY": "only-to-measure-0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEF",
    }
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "leanback.settings")
    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.utils.text import slugify

    from search import (
        kept_lines,
        meaning,
        query,
        readers_words,
        sentence_model,
        shelves,
        stage_finder,
        stage_likeness,
        turned,
    )
    from stages import starter

    fresh_site()
    only = sys.argv[1] if sys.argv[1:] else ""
    for part in [each for each in PARTS if only in ("", each)]:
        stages(part)
        if part in QUESTIONS:
            questions(part)
    if only in ("", "searches"):
        searches()
    if only in ("", "times"):
        times()
        start()
