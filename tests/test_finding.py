"""A reader finds her stage by what she notices, in her own clumsy words, and nothing of it is kept."""

import logging

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.rate_limits import A_MINUTE
from search import kept_fit, kept_lines, sentence_model
from search.line_fit import Half, solved
from search.line_words import LineWords
from search.models import EmptySearch
from search.readers_words import MOST_PIECES, as_meant, pieces
from search.sentence_model import numpy
from search.stage_finder import StageFinder
from search.stage_map import StageMap, _map_of
from stages import starter
from stages.models import Example, Sign, Stage
from tests.lasting import lasting
from writing.models import Draft

pytestmark = pytest.mark.django_db
DANGER = "He hits me and I am afraid of him."


@lasting
def path(db):
    """The ten stages that a new site has."""
    starter.load()
    return list(Stage.objects.all())


@pytest.fixture
def found(client, path):
    """Look for a stage, and return the slugs that the page shows, likeliest first."""

    def found(text="", **more):
        page = client.post("/find/", {"text": text, **more})
        assert page.status_code == 200
        return [each.stage.slug for each in page.context["found"]]

    return found


def html_of(client, text="", **more):
    return client.post("/find/", {"text": text, **more}).content.decode()


# What she is told


@pytest.mark.parametrize(
    ("words", "slug"),
    [
        ("he went quiet on me all week and idk what i did", "distance"),
        ("blind date my sister set up. what do we talk abt", "first-date"),
        ("we had a massive row last nite and nobody is talking now", "conflict"),
        ("he never thanks me for anything at home, im the maid", "routine-and-commitment"),
        ("siento mariposas, lo conozco desde hace dos semanas y estoy loca por él", "intense-attraction"),
        ("dice que necesita espacio y tiempo para él", "distance"),
    ],
)
def test_clumsy_words_lead_to_the_stage(found, words, slug):
    assert found(words)[0] == slug


def test_three_stages_are_shown_with_their_drawing_reason_and_first_guidance(client, path):
    html = html_of(client, "he barely texts me any more")
    shown = html[html.index('<ol class="stages" id="stages-found">') :]
    assert shown.count('class="why"') == 3 and shown.count("<svg") >= 3
    distance = Stage.objects.get(slug="distance")
    assert "he barely texts me any more" in shown and distance.guidance.first().line[:20] in shown


def test_a_ticked_sign_leads_to_its_stage_and_is_the_reason(client, found):
    sign = Sign.objects.filter(stage__slug="compromises").first()
    assert found(sign=[sign.pk])[0] == "compromises"
    assert "You ticked:" in html_of(client, sign=[sign.pk])


def test_what_not_to_do_in_a_stage_tells_of_it_as_well(path, found):
    Stage.objects.filter(slug="conflict").update(donts="Don’t hide his trombone.")
    assert found("may I hide his trombone?")[0] == "conflict"


def test_words_and_ticks_count_together(found):
    signs = [sign.pk for sign in Sign.objects.filter(stage__slug="conflict")[:2]]
    assert found("he barely texts me any more", sign=signs)[:2] == ["conflict", "distance"]


def test_no_box_to_tick_names_a_stage(client, path):
    page = client.get("/find/").content.decode()
    form = page[page.index('class="write"') : page.index("</form>")]
    assert form.count('type="checkbox"') == Sign.objects.count()
    assert not [stage.title for stage in path if f"<summary>{stage.title}" in form]


def test_where_her_words_tell_of_no_stage_the_page_says_that_it_is_not_sure(client, path):
    for words in (
        "my landlord raised the rent again",
        "my son has exams tomorrow",
        "hello",
        "se me ha roto la lavadora",
    ):
        assert "not sure yet" in html_of(client, words)
    assert "not sure yet" not in html_of(client, "he went quiet for a week")


def test_help_stands_first_beside_words_of_danger(client, path):
    html = html_of(client, DANGER)
    assert html.index("help-now") < html.index("stages-found")
    assert "A person will read" not in html and "nobody reads it" in html


def test_an_example_that_the_coach_adds_teaches_it(path, found):
    before = found("he bakes sourdough on sundays")[0]
    Example.objects.create(stage=path[6], line="We bake sourdough bread every Sunday.")
    assert before != path[6].slug == found("he bakes sourdough on sundays")[0]


def test_the_coach_has_all_examples_of_a_stage_in_a_list_and_adds_one_on_its_screen(as_person, coach, path):
    distance = Stage.objects.get(slug="distance")
    screen = as_person(coach).get(f"/admin/stages/stage/{distance.pk}/change/").content.decode()
    line = distance.examples.first().line
    assert (
        f"?stage__id__exact={distance.pk}" in screen and line not in screen and 'name="examples-TOTAL_FORMS"' in screen
    )
    found = as_person(coach).get("/admin/stages/example/", {"stage__id__exact": distance.pk, "q": line})
    assert [example.line for example in found.context["cl"].result_list] == [line]


@pytest.mark.parametrize(("who", "status"), [("mod", 403), ("ann", 302), (None, 302)])
def test_nobody_but_the_coach_sees_the_list_of_examples(request, as_person, identity, who, status):
    client = as_person(who and request.getfixturevalue(who))
    assert client.get("/admin/stages/example/").status_code in {status, 404}


def test_an_upgrade_gives_newer_examples_and_none_that_the_coach_took_out(path):
    stage = Stage.objects.get(slug="distance")
    english = starter.EXAMPLES["distance"]["en"]
    stage.examples.exclude(line__in=[english[0], english[2]]).delete()
    starter.load_newer_examples(stage, Example)
    assert set(stage.examples.values_list("line", flat=True)) == {english[0], *english[2:]}


def test_a_stage_that_is_no_longer_published_is_not_found(path, found):
    Stage.objects.filter(slug="distance").update(published_at=None)
    assert "distance" not in found("he went quiet for a week")


def test_who_finds_none_of_them_asks_with_her_words(client, path):
    client.post("/ask/", {"text": "He went quiet.", "then": "look"})
    assert 'name="text" value="He went quiet."' in html_of(client, "He went quiet.")
    assert Draft.objects.get().text == "He went quiet."


# What it says to odd input


def test_who_says_nothing_is_asked_kindly(client, path):
    page = client.post("/find/", {"text": "  "})
    assert page.status_code == 422 and "Tick what you notice" in page.content.decode()


@pytest.mark.parametrize("sign", ["999999", "x", "-1", str(2**63), "\x00", "²"])
def test_a_sign_that_is_not_there_is_said_and_her_words_stay(client, path, sign):
    page = client.post("/find/", {"text": "He is quiet.", "sign": [sign]})
    assert page.status_code in {400, 422}
    if page.status_code == 422:
        assert "on the list any more" in page.content.decode() and "He is quiet." in page.content.decode()


def test_what_is_too_long_is_said_and_stays(client, path):
    page = client.post("/find/", {"text": "a" * 20_001})
    assert page.status_code == 422 and "20000" in page.content.decode().replace(",", "")


@pytest.mark.parametrize(
    "words",
    [
        "?!",
        "🙂🙂🙂",
        "он молчит уже неделю",
        "a",
        "<script>alert(1)</script>",
        "he " * 6666,
        "x" * 20_000,
        "\u202e evil",
        "{{ 7 }}",
    ],
)
def test_any_words_get_an_answer(client, path, words):
    page = client.post("/find/", {"text": words})
    assert page.status_code in {200, 422} and "<script>alert" not in page.content.decode()


def test_lines_are_worked_out_once_for_all_processes(path, found, monkeypatch, tmp_path):
    monkeypatch.setattr(kept_lines, "path", lambda: tmp_path / "vectors" / "lines.npz")
    monkeypatch.setattr(kept_lines, "KNOWN", {})
    written = kept_lines.vectors_of_lines(["He went quiet.", "We argue."])
    monkeypatch.setattr(kept_lines, "KNOWN", {})
    monkeypatch.setattr(sentence_model, "vectors_of", None)  # as a process that has no time for it
    assert numpy.allclose(kept_lines.vectors_of_lines(["We argue.", "He went quiet."]), written[::-1], atol=1e-3)


def test_what_is_fitted_to_the_lines_is_fitted_once_for_all_processes(monkeypatch, tmp_path):
    monkeypatch.setattr(kept_fit, "path", lambda: tmp_path / "vectors" / "fit.npz")
    monkeypatch.setattr(kept_fit, "STARTER", tmp_path / "none.npz")
    made = kept_fit.kept_fit("how", ("a", "b"), lambda _start: numpy.array([[1, 2], [3, 4]], numpy.float32))
    assert (kept_fit.kept_fit("how", ("a", "b"), None) == made).all()  # None: nothing that could be called
    begun_with = []
    kept_fit.kept_fit("how", ("b", "c"), lambda start: begun_with.append(start) or start)
    assert begun_with[0].tolist() == [[3, 4], [0, 0]]


@pytest.mark.parametrize("size", [1, 40, 300, 1_500])
def test_what_is_fitted_to_the_lines_is_what_solving_it_outright_gives(size):
    rows, wanted = numpy.random.default_rng(size).standard_normal((2, size, 30), dtype=numpy.float32)
    matrix = rows @ rows.T + numpy.eye(size, dtype=numpy.float32)
    wanted[:, -1] = 0  # a class that nothing tells of
    exact = numpy.linalg.solve(matrix, wanted)
    half = Half(size, lambda start, end: matrix[start:end, start:].copy())
    for found in (solved(matrix, wanted), solved(half, wanted), solved(half, wanted, exact * 1.1)):
        assert numpy.abs(found - exact).max() < 0.01 * numpy.abs(exact).max()


def test_what_all_lines_share_is_what_each_says_of_each(path):
    lines = StageFinder().lines[::3]
    made = StageMap.__new__(StageMap)
    made.lines, texts = lines, [line.text for line in lines]
    made.vectors, made.words = kept_lines.vectors_of_lines(texts), LineWords(texts)
    half, every = (
        made._all_alike(numpy.ones(len(lines), numpy.float32)),
        made._alike(made.vectors @ made.vectors.T, texts),
    )
    every[numpy.diag_indices(len(lines))] += 1
    assert len(half.blocks) > 1 and numpy.allclose(half @ numpy.eye(len(lines), dtype=numpy.float32), every, atol=1e-4)


def test_no_reader_waits_for_what_the_coach_adds_to_be_fitted(as_person, coach, stage, work, monkeypatch, tmp_path):
    monkeypatch.setattr(kept_fit, "path", lambda: tmp_path / "vectors" / "fit.npz")
    as_person(coach).post("/admin/stages/example/add/", {"stage": stage.pk, "line": "We bake sourdough bread."})
    work()
    monkeypatch.setattr(StageMap, "_fitted", None)  # as a process that has no time for it
    _map_of.cache_clear()
    assert StageFinder("he bakes bread").found()[0].stage == stage


def test_a_new_site_need_not_work_out_what_the_starter_content_means(path, monkeypatch, tmp_path):
    """Fails after every change of it: then `python -m bench.quality.starter_lines` writes it anew."""
    monkeypatch.setattr(kept_lines, "path", lambda: tmp_path / "lines.npz")
    monkeypatch.setattr(kept_fit, "path", lambda: tmp_path / "fit.npz")
    monkeypatch.setattr(kept_lines, "KNOWN", {})
    monkeypatch.setattr(sentence_model, "vectors_of", None)  # as a process that has no time for either
    monkeypatch.setattr(StageMap, "_fitted", None)
    _map_of.cache_clear()
    assert StageFinder().map.count == len(path) + 1


@pytest.mark.parametrize("rubbish", [b"", b"PK\x03\x04 cut off", b"no such thing"])
def test_a_spoilt_file_of_lines_is_made_anew(path, found, monkeypatch, tmp_path, rubbish):
    (kept := tmp_path / "lines.npz").write_bytes(rubbish)
    monkeypatch.setattr(kept_lines, "path", lambda: kept)
    monkeypatch.setattr(kept_lines, "KNOWN", {})
    kept_lines.vectors_of_lines(["He went quiet."])
    assert len(kept.read_bytes()) > 1_000


def test_without_stages_it_says_nothing_rather_than_failing(client, identity):
    assert client.post("/find/", {"text": "He is quiet."}).status_code == 200


# Nothing is kept


def test_nothing_typed_is_written_anywhere(client, path, caplog):
    caplog.set_level(logging.DEBUG)
    with CaptureQueriesContext(connection) as queries:
        page = client.post("/find/", {"text": "zanzibarquiet he went silent"})
    written = [query["sql"] for query in queries if not query["sql"].startswith(("SELECT", "SAVEPOINT", "RELEASE"))]
    assert not any("zanzibar" in line for line in [*written, caplog.text])
    assert not Draft.objects.exists() and not EmptySearch.objects.exists()
    assert "no-store" in page["Cache-Control"]


def test_words_in_the_address_are_not_looked_at(client, path):
    page = client.get("/find/", {"text": "he went quiet"})
    assert "he went quiet" not in page.content.decode() and "no-store" in page["Cache-Control"]


def test_one_place_may_ask_sixty_times_a_minute(client, path, monkeypatch, clock_stands):
    monkeypatch.setitem(A_MINUTE, "find", 1)
    assert [client.post("/find/", {"text": "Hm."}).status_code for _ in range(2)] == [200, 429]
    cache.clear()


def test_a_site_without_the_model_finds_by_words(path, found, monkeypatch):
    monkeypatch.setattr(sentence_model, "is_there", lambda: False)
    assert found("He forgot my birthday and I am disappointed")[0] == "expectations"


def test_a_machine_without_the_package_says_so_once(monkeypatch, caplog):
    monkeypatch.setattr(sentence_model, "USE", None)
    sentence_model.is_there.cache_clear()
    assert [sentence_model.is_there(), sentence_model.is_there()] == [False, False]
    assert len(caplog.records) == 1
    sentence_model.is_there.cache_clear()


# How words are taken


def test_short_forms_are_written_out():
    assert as_meant("IDK abt my bf,  he’s  cant") == "i don't know about my boyfriend, he's can't"


def test_a_long_text_is_looked_at_by_its_beginning_and_its_end():
    found = pieces("First of all this. " + "And so it goes on. " * 500 + "Last of all that.")
    assert len(found) == MOST_PIECES and found[0].startswith("First") and found[-1].startswith("Last")


def test_finding_costs_the_same_queries_for_one_sign_and_for_many(path, django_assert_max_num_queries):
    signs = list(Sign.objects.all())
    with django_assert_max_num_queries(6):
        assert StageFinder("He is quiet.", signs).found()
