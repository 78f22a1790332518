"""What a new site says before its coach has written her own, and how it makes way."""

import re
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db.models import Q

from accounts.models import User
from comments.models import Comment, Thread
from stages.models import Guidance, Guide, HelpLine, Identity, Resource, Sign, Stage, StagePicture, Term
from tests.lasting import lasting

ROOT = Path(__file__).parent.parent
ARTICLE = ROOT.parent / "shared" / "seed" / "article.txt"
TITLES = [
    "First date",
    "Intense attraction",
    "Getting to know each other",
    "Compromises",
    "Conflict",
    "Expectations",
    "Distance",
    "Comparison and doubt",
    "Sexual time",
    "Routine and commitment",
]
EVERYTHING = [Identity, HelpLine, Guide, Stage, Guidance, Sign, StagePicture, Resource, Term, Thread, Comment]


def run(command, **options):
    out = StringIO()
    call_command(command, stdout=out, **options)
    return out.getvalue()


def what_there_is():
    return {model.__name__: list(model.objects.order_by("pk").values()) for model in EVERYTHING}


def words(text):
    return re.findall(r"[^\W\d_]+", text.lower().replace("’", "").replace("'", ""))


@lasting
def started(db):
    """A new site as `make run` leaves it."""
    run("first_coach")
    run("load_starter")


def test_the_starter_guide_has_the_ten_stages_in_their_order(started):
    guide = Guide.objects.get()
    assert guide == Guide.objects.primary()
    assert list(guide.stages.published().in_order().values_list("title", flat=True)) == TITLES


def test_each_starter_stage_has_guidance_and_signs_and_words_of_its_own(started):
    for stage in Stage.objects.all():
        assert 3 <= stage.guidance.count() <= 6 and 5 <= stage.signs.count() <= 8, stage.title
        assert stage.teaser and stage.situation_html and stage.resources.exists(), stage.title


def test_each_piece_of_guidance_is_a_line_that_one_remembers_with_its_detail(started):
    assert {len(words(piece.line)) for piece in Guidance.objects.all()} <= set(range(4, 11))
    assert not Guidance.objects.filter(detail="").exists()


def test_each_stage_says_what_not_to_do_in_whole_sentences(started, client):
    lists = [stage.dont_list() for stage in Stage.objects.all()]
    assert all(3 <= len(lines) <= 5 for lines in lists)
    assert all(line.startswith("Don’t ") for lines in lists for line in lines)
    assert "What not to do" in client.get("/stages/distance/").content.decode()


def test_a_stage_of_which_no_donts_were_written_has_no_heading_for_them(stage, client):
    assert "What not to do" not in client.get(stage.get_absolute_url()).content.decode()


@pytest.mark.parametrize("word", ["boundaries", "deal-breakers", "situationship", "his end of the rope"])
def test_the_words_that_readers_come_with_are_explained_where_a_stage_says_them(started, word):
    link = f'href="#term-{Term.objects.get(word=word).pk}"'
    assert Stage.objects.filter(Q(situation_html__contains=link) | Q(guidance__detail_html__contains=link)).exists()


def test_the_library_has_one_of_each_kind(started):
    assert set(Resource.objects.values_list("kind", flat=True)) == set(Resource.Kind.values)


def test_the_first_date_is_leaned_back_with_and_the_rest_by(started):
    assert set(Stage.objects.values_list("position", "lead_in")) == {(1, "with")} | {(n, "by") for n in range(2, 11)}


def test_there_are_a_handful_of_resources_and_every_link_to_one_leads_there(started, client):
    assert 5 <= Resource.objects.count() <= 15
    told = " ".join(str(value) for rows in what_there_is().values() for row in rows for value in row.values())
    for address in set(re.findall(r"/library/[\w-]+/", told)):
        assert client.get(address).status_code in {200} or Resource.objects.exclude(url="").filter(
            slug=address.split("/")[2]
        ), address


def test_loading_twice_changes_nothing(started):
    before = what_there_is()
    assert "nothing was changed" in run("load_starter")
    assert what_there_is() == before


def test_what_the_coach_has_changed_stays_hers(started):
    Stage.objects.filter(position=1).update(title="Our first evening", slug="our-first-evening")
    Guidance.objects.filter(stage__position=2).delete()
    before = what_there_is()
    run("prepare")
    assert what_there_is() == before


def test_what_the_coach_has_deleted_never_comes_back(started):
    for model in [Thread, StagePicture, Stage, Guide, Resource, Term, HelpLine]:
        model.objects.all().delete()
    run("prepare")
    run("load_starter")
    assert not (
        Guide.objects.exists() or Stage.objects.exists() or Resource.objects.exists() or HelpLine.objects.exists()
    )


def test_a_site_that_has_a_guide_already_gets_no_starter_content_now_or_later(coach, stage):
    run("load_starter")
    assert Guide.objects.get() == stage.guide
    Stage.objects.all().delete()
    Guide.objects.all().delete()
    run("load_starter")
    assert not Guide.objects.exists()


def test_without_a_coach_there_is_nobody_to_answer_in_demo_threads(db):
    with pytest.raises(CommandError, match="first_coach"):
        run("load_starter")
    assert not Guide.objects.exists()


def test_the_guide_can_be_had_without_demo_threads(db):
    run("load_starter", no_demo=True)
    assert Stage.objects.count() == 10 and not Thread.objects.exists()


def test_all_demo_threads_are_marked_and_nobody_s(started):
    assert Thread.objects.count() >= 8
    assert not Thread.objects.exclude(is_demo=True, asker=None).exists()


def test_a_demo_thread_is_a_word_of_thanks(started):
    questions = Comment.objects.filter(kind="question", thread__state="answered")
    assert any(len(words(question.text)) < 20 and "thank" in question.text.lower() for question in questions)


def test_a_demo_answer_has_seven_steps_and_a_follow_up(started):
    answer = Comment.objects.get(kind="answer", text__contains="Step 7.")
    assert all(f"Step {step}." in answer.text for step in range(1, 8))
    assert answer.replies.get(kind="reply").replies.get().is_answer


def test_a_demo_question_asks_about_moving_in_and_gets_seven_steps(started):
    answer = Comment.objects.get(kind="answer", text__contains="your own flat")
    assert answer.html.count("<li") == 7 and "married" in answer.parent.text


def test_one_demo_question_waits_for_the_coach_and_one_for_approval(started):
    waiting = Thread.objects.filter(state="waiting_for_coach")
    assert waiting.public().count() == 1
    assert Comment.objects.get(status="pending").thread in waiting


def test_a_demo_reply_hangs_on_a_message_that_is_not_there(started, client):
    lost = Comment.objects.get(status="missing")
    assert lost.is_shown and lost.text == "" and lost.replies.get().is_answer
    assert b"is lost" in client.get(lost.thread.get_absolute_url()).content


def test_demo_threads_have_their_own_past(started):
    for thread in Thread.objects.all():
        times = list(thread.comments.order_by("number").values_list("created_at", flat=True))
        assert times == sorted(times) and times[0] == thread.asked_at
        assert thread.answered_at is None or thread.answered_at in times


def test_demo_threads_go_with_one_command_and_stay_away(started):
    count = Thread.objects.count()
    assert f"{count} demo threads are gone" in run("remove_demo")
    assert "no demo threads" in run("remove_demo")
    run("prepare")
    assert not Thread.objects.exists() and not Comment.objects.exists()


def test_a_question_that_somebody_asked_stays_when_the_demo_goes(started, client):
    ann = User.objects.create_user("ann@example.org", "Ann of the Hills")
    hers = Thread.ask(Stage.objects.get(slug="distance"), ann, "Is this one real?")
    run("remove_demo")
    assert list(Thread.objects.all()) == [hers] and hers.comments.count() == 1


def test_what_a_real_reader_wrote_under_a_demo_question_is_not_deleted_with_it(started):
    ann = User.objects.create_user("ann@example.org", "Ann of the Hills")
    Thread.objects.public().first().question.reply(ann, "My own true words.")
    run("remove_demo")
    assert Comment.objects.filter(text="My own true words.").exists()


def test_every_page_shows_the_starter_content(started, client):
    paths = ["/", "/library/", "/questions/", *(stage.get_absolute_url() for stage in Stage.objects.all())]
    paths += [thread.get_absolute_url() for thread in Thread.objects.public()]
    assert {path: client.get(path).status_code for path in paths} == dict.fromkeys(paths, 200)


def test_preparing_a_new_site_does_everything_and_says_the_password_once(db):
    assert "one-time password" in run("prepare")
    again = run("prepare")
    assert "password   " not in again and Stage.objects.count() == 10


@pytest.mark.skipif(not ARTICLE.exists(), reason="the article is not here")
def test_no_sentence_of_the_article_has_been_taken_over():
    seed = words(ARTICLE.read_text(encoding="utf-8"))
    runs = {tuple(seed[at : at + 6]) for at in range(len(seed) - 5)}
    places = [*ROOT.glob("*/starter/*.toml"), *(ROOT / "templates").rglob("*.*")]
    for place in places:
        ours = words(place.read_text(encoding="utf-8"))
        taken = [" ".join(ours[at : at + 6]) for at in range(len(ours) - 5) if tuple(ours[at : at + 6]) in runs]
        assert not taken, (place.name, taken)
