"""What anybody finds: the guides and stages, the list of questions, a thread, and never what is not for her eyes."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from comments.models import Comment, Thread
from comments.models.position import PAGE
from exchange.bulk_writing import Spoken, bring_in
from stages.models import Guidance, Guide, Resource, Sign, Stage
from tests.lasting import lasting

Status = Comment.Status
CHAIN = ["", "a", "ab", "abc"]  # a question, a reply to it, one to that, one to that
NEVER_A_PAGE = ["", "0", "-1", "2", "99999", "999999", "1e3", "1.0", " 1", "x", "%00", "１", "1/../2"]


def text_of(client, path):
    return client.get(path, follow=True).content.decode()


def ids_on(html):
    return [int(pk) for pk in re.findall(r'id="comment-(\d+)"', html)]


def conversation(stage, coach, replies, status=Status.APPROVED):
    """A thread of a question and so many replies, every third deeper than two levels, of people without accounts."""
    start = timezone.now() - timedelta(days=9)
    said = [Spoken("0", None, "Iris", False, start, status, "How long is long?")]
    for number in range(1, replies + 1):
        parent = ["0", str(number - 1), str(number - 1)][number % 3 - 1]
        at = start + timedelta(minutes=number)
        said.append(Spoken(str(number), parent, f"Reader {number}", False, at, Status.APPROVED, f"Word {number}"))
    return bring_in(stage, said, coach)


def fill(stage, coach, people, count):
    """Public threads of two people by turns, with replies deeper than two levels; every second is answered."""
    now = timezone.now()
    for number in range(count):
        asker, other = people if number % 2 else reversed(people)
        said = [
            Spoken(key, key[:-1] if key else None, "", False, now, Status.APPROVED, f"Question {number}")
            for key in CHAIN
        ]
        said.append(Spoken("x", "", "", True, now, Status.APPROVED, "Breathe."))
        thread = bring_in(stage, said[: 5 - number % 2], coach, asker=asker)
        thread.comments.filter(number__in=[1, 3], author=None).update(author=asker, byline="")
        thread.comments.filter(author=None).update(author=other, byline="")


def queries(client, path):
    """How many a page takes when all that is made once has been made."""
    client.get(path)
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(path).status_code == 200
    return len(captured)


@lasting
def trusted(stage, ann, bob, coach):
    """Ann and Bob, each of whom was approved once before (under another stage)."""
    other = Stage.objects.create(guide=stage.guide, position=9, slug="elsewhere", title="Elsewhere")
    for person in (ann, bob):
        question = Thread.ask(other, person, "Hello.").question
        if question.is_pending:
            question.approve(coach)
    return [ann, bob]


# Guides and stages


def test_the_home_page_shows_the_primary_guide_and_its_path(client, stage):
    html = text_of(client, "/")
    assert "Room for two." in html and 'href="/stages/distance/"' in html


def test_the_home_page_shows_what_was_lately_answered(client, answered):
    assert answered.get_absolute_url() in text_of(client, "/")


def test_the_home_page_of_an_empty_site_says_what_will_be_there(client, identity):
    assert "as soon as the coach publishes them" in text_of(client, "/")


def test_another_guide_has_its_own_page(client, guide):
    Guide.objects.create(slug="for-men", title="For men")
    assert "For men" in text_of(client, "/guides/for-men/")


@pytest.mark.parametrize("when", [None, timedelta(days=1)])
def test_a_guide_that_is_not_published_is_not_there_and_neither_are_its_stages(client, stage, when):
    Guide.objects.update(published_at=when and timezone.now() + when)
    assert [client.get(path).status_code for path in ("/guides/leaning-back/", "/stages/distance/")] == [404, 404]


def test_a_stage_that_is_a_draft_is_nowhere(client, public):
    Stage.objects.update(published_at=None)
    assert client.get("/stages/distance/").status_code == client.get(public.get_absolute_url()).status_code == 404
    assert not any("distance" in text_of(client, path) for path in ("/", "/questions/", "/guides/leaning-back/"))


def test_a_scheduled_stage_appears_by_itself(client, stage, time_machine):
    Stage.objects.update(published_at=timezone.now() + timedelta(hours=1))
    assert client.get("/stages/distance/").status_code == 404
    time_machine.move_to(timezone.now() + timedelta(hours=1, seconds=1))
    assert client.get("/stages/distance/").status_code == 200


def test_a_scheduled_guide_becomes_the_home_page_by_itself(client, guide, time_machine):
    Guide.objects.update(published_at=timezone.now() + timedelta(hours=1))
    assert "Room for two." not in text_of(client, "/")
    time_machine.move_to(timezone.now() + timedelta(hours=1, seconds=1))
    assert "Room for two." in text_of(client, "/")


@pytest.mark.parametrize("lead_in", ["by", "with"])
def test_a_stage_leads_in_by_or_with(client, stage, lead_in):
    Stage.objects.update(lead_in=lead_in)
    assert f"Lean back <em>{lead_in}</em>" in text_of(client, "/stages/distance/")


def test_a_stage_without_guidance_has_no_heading_over_nothing(client, stage):
    stage.guidance.all().delete()
    assert "Lean back" not in text_of(client, "/stages/distance/")


@pytest.mark.parametrize(("path", "marked"), [("/questions/", 1), ("/library/", 1), ("/stages/distance/", 0)])
def test_the_menu_says_where_you_are(client, stage, path, marked):
    menu = text_of(client, path).split("</header>")[0]
    assert menu.count('aria-current="page"') == marked


def test_a_stage_shows_situation_guidance_signs_and_resources(client, stage):
    Guidance.objects.create(stage=stage, line="And rest.", detail="Even *one* hour.")
    Sign.objects.create(stage=stage, line="He texts less & less.")
    stage.resources.add(Resource.objects.create(slug="walk", title="A walk", body="Go."))
    html = text_of(client, "/stages/distance/")
    for words in (
        "One of you needs room.",
        "Going back to what",
        "<em>one</em> hour",
        "less &amp; less",
        "/library/walk/",
    ):
        assert words in html


def test_a_stage_does_not_lead_to_a_resource_that_is_a_draft(client, stage):
    draft = Resource.objects.create(slug="walk", title="A secret walk", body="Go.", published_at=None)
    stage.resources.add(draft)
    assert "A secret walk" not in text_of(client, "/stages/distance/")


def test_a_stage_knows_its_place_between_its_neighbours(client, stage):
    Stage.objects.create(guide=stage.guide, position=7, slug="after", title="After")
    Stage.objects.create(guide=stage.guide, position=3, slug="hidden", title="Hidden", published_at=None)
    html = text_of(client, "/stages/distance/")
    assert "Stage 1 of 2" in html and 'rel="next" href="/stages/after/"' in html and "Hidden" not in html


def test_a_stage_pages_its_threads(client, stage, trusted, coach):
    fill(stage, coach, trusted, 11)
    assert 'rel="next" href="?page=2"' in text_of(client, "/stages/distance/")
    assert "Question 0" in text_of(client, "/stages/distance/?page=2")


def test_a_page_says_how_many_there_are_and_leads_to_the_last(client, stage, trusted, coach, monkeypatch):
    fill(stage, coach, trusted, 21)
    html = text_of(client, "/stages/distance/")
    assert "Page 1 of 3" in html and 'href="?page=3">Last page' in html
    assert 'href="?page=1">First page' in text_of(client, "/stages/distance/?page=3")
    monkeypatch.setattr("stages.pages.MOST_COUNTED", 20)
    assert "Page 1 of" not in text_of(client, "/stages/distance/")


@pytest.mark.parametrize("page", NEVER_A_PAGE)
def test_a_page_that_is_not_there_is_404(client, public, page):
    paths = ["/stages/distance/", "/questions/", public.get_absolute_url()]
    answers = {path: client.get(path + f"?page={page}").status_code for path in paths}
    assert set(answers.values()) <= ({400} if page == "%00" else {404}), answers


@pytest.mark.parametrize("path", ["/questions/99999999999999999999/", "/comments/99999999999999999999/", "/stages/x/"])
def test_an_address_of_nothing_is_404(client, identity, path):
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("path", ["/stages/a%00b/", "/questions/1/a%00/", "/questions/?stage=%00", "/?q=%00", "/%00"])
def test_a_nul_byte_in_an_address_is_refused(client, public, path):
    assert client.get(path).status_code in {400, 404}


# The list of questions


def test_the_questions_can_be_narrowed_to_a_stage(client, answered, trusted):
    assert [thread.stage.slug for thread in client.get("/questions/?stage=distance").context["page"].items] == [
        "distance"
    ]
    assert client.get("/questions/?stage=nowhere").context["page"].items == []


@pytest.mark.parametrize(("show", "expected"), [("answered", {"Answered"}), ("waiting", {"Waiting"})])
def test_the_questions_can_be_narrowed_to_answered_or_waiting(client, stage, trusted, coach, show, expected):
    Thread.objects.all().delete()
    Thread.ask(stage, coach, "Waiting")
    Thread.ask(stage, coach, "Answered").answer(coach, "Yes.")
    assert {thread.title for thread in client.get(f"/questions/?show={show}").context["page"].items} == expected


@pytest.mark.parametrize("query", ["stage=<b>", "show=everything", "show=", "stage=&show=", "x=1", "stage=a&stage=b b"])
def test_a_filter_that_is_not_understood_is_left_out(client, public, query):
    response = client.get(f"/questions/?{query}")
    assert response.status_code == 200 and response.context["page"].items == [public]


def test_paging_keeps_the_filter(client, stage, trusted, coach):
    fill(stage, coach, trusted, 62)
    html = text_of(client, "/questions/?stage=distance&show=waiting")
    assert 'href="?stage=distance&amp;show=waiting&amp;page=2"' in html


# A thread


@pytest.mark.parametrize("slug", ["", "wrong/", "HE-HAS-GONE/"])
def test_a_wrong_address_of_a_thread_is_corrected(client, public, slug):
    response = client.get(f"/questions/{public.pk}/{slug}")
    assert response.status_code in {301, 302} and response["Location"] == public.get_absolute_url()


def test_a_wrong_address_keeps_its_page(client, stage, coach):
    thread = conversation(stage, coach, PAGE)
    response = client.get(f"/questions/{thread.pk}/wrong/?page=2")
    assert response["Location"] == f"{thread.get_absolute_url()}?page=2"


def test_an_address_that_may_change_again_is_never_corrected_for_ever(client, public):
    """A browser keeps a 301: words edited to and fro would then lead in a circle."""
    response = client.get(f"/questions/{public.pk}/")
    assert response.status_code == 302 or "no-store" in response.get("Cache-Control", "")


def test_a_question_in_another_script_has_a_working_address(client, stage, coach):
    thread = Thread.ask(stage, coach, "Он молчит. ¿Qué hago? 🙂")
    assert client.get(thread.get_absolute_url()).status_code == 200


def test_a_question_of_one_sign_has_a_working_address(client, stage, coach):
    thread = Thread.ask(stage, coach, "🙂")
    assert client.get(thread.get_absolute_url()).status_code == 200


def test_every_comment_stands_exactly_once_on_the_pages_in_the_order_of_the_tree(client, stage, coach):
    thread = conversation(stage, coach, 2 * PAGE + 7)
    pages = [ids_on(text_of(client, f"{thread.get_absolute_url()}?page={number}")) for number in (1, 2, 3)]
    rows = sorted(thread.comments.all(), key=lambda comment: (comment.branch_id or 0, comment.number))
    assert sum(pages, []) == [comment.pk for comment in rows]
    assert [len(page) for page in pages] == [PAGE, PAGE, 8]


def test_a_reply_stands_behind_what_it_replies_to(stage, coach):
    thread = conversation(stage, coach, PAGE)
    seen = set()
    for comment in thread.comments.in_reading_order():
        assert comment.parent_id is None or comment.parent_id in seen
        seen.add(comment.pk)


@pytest.mark.parametrize("size", [PAGE - 1, PAGE])
def test_a_thread_pages_only_when_it_is_too_long(client, stage, coach, size):
    thread = conversation(stage, coach, size)
    assert client.get(f"{thread.get_absolute_url()}?page=2").status_code == (404 if size < PAGE else 200)


def test_a_permalink_leads_to_the_page_where_the_comment_stands(client, stage, coach):
    thread = conversation(stage, coach, 2 * PAGE + 1)
    for comment in list(thread.comments.all())[::9]:
        link = client.get(f"/comments/{comment.pk}/")["Location"]
        assert link.endswith(f"#comment-{comment.pk}") and comment.pk in ids_on(text_of(client, link))


def test_a_permalink_holds_for_one_who_also_sees_her_own_that_wait(as_person, stage, coach, bob):
    thread = conversation(stage, coach, PAGE)
    branch = thread.comments.get(number=2)
    assert branch.reply(bob, "I wait to be approved.").is_pending
    last_of_page = list(thread.comments.filter(is_shown=True).in_reading_order())[PAGE - 1]
    link = as_person(bob).get(f"/comments/{last_of_page.pk}/")["Location"]
    assert last_of_page.pk in ids_on(text_of(as_person(bob), link))


def test_two_levels_are_indented_and_deeper_ones_say_to_whom(client, public, ann, bob, coach):
    first = public.question.reply(coach, "First")
    second = first.reply(ann, "Second")
    second.reply(coach, "Third")
    html = text_of(client, public.get_absolute_url())
    assert re.findall(r"depth-(\d)", html) == ["0", "1", "2", "2"]
    assert html.count("replying to") == 1 and "replying to Ann of the Hills" in html


def test_an_answer_is_marked_by_a_word(client, answered):
    assert "<b>Mara</b>'s answer" in text_of(client, answered.get_absolute_url())


def test_what_was_said_elsewhere_keeps_its_names(client, stage, coach):
    thread = conversation(stage, coach, 2)
    html = text_of(client, thread.get_absolute_url())
    assert "<b>Iris</b>" in html and "<b>Reader 2</b>" in html


def test_a_reply_to_what_never_arrived_is_shown_as_what_it_is(client, stage, coach):
    now = timezone.now()
    said = [
        Spoken("q", None, "", False, now, Status.MISSING, ""),
        Spoken("a", "q", "", True, now, Status.APPROVED, "Be gentle."),
    ]
    html = text_of(client, bring_in(stage, said, coach).get_absolute_url())
    assert "This message is lost" in html and "Be gentle." in html


def test_a_removed_reply_keeps_its_place_while_something_hangs_on_it(client, answered, ann, coach):
    reply = answered.last_answer.reply(ann, "A rude word")
    below = reply.reply(coach, "Still, breathe.")
    reply.remove(coach, "Rude.")
    html = text_of(client, answered.get_absolute_url())
    assert ids_on(html)[-2:] == [reply.pk, below.pk]
    assert "This message has been removed." in html and "A rude word" not in html


def test_spam_on_which_something_hangs_keeps_its_place_too(as_person, answered, ann, bob, coach):
    reply = answered.question.reply(bob, "Buy Zanzibar pills.")
    reply.approve(coach)
    below = reply.reply(ann, "Please do not sell here.")
    Comment.objects.get(pk=reply.pk).mark_spam(coach)
    html = text_of(as_person(None), answered.get_absolute_url())
    assert "This message has been removed." in html and "Zanzibar" not in html and below.text in html
    assert ids_on(html)[-2:] == [reply.pk, below.pk]


def test_a_removed_reply_on_which_nothing_hangs_is_not_there(client, answered, ann, coach):
    reply = answered.last_answer.reply(ann, "A rude word")
    reply.remove(coach, "Rude.")
    assert reply.pk not in ids_on(text_of(client, answered.get_absolute_url()))


def test_a_stub_goes_when_the_last_that_hung_on_it_goes(client, answered, ann, coach):
    reply = answered.last_answer.reply(ann, "A rude word")
    below = reply.reply(coach, "Still, breathe.")
    reply.remove(coach, "Rude.")
    Comment.objects.get(pk=below.pk).remove(coach, "Slip.")
    assert not {reply.pk, below.pk} & set(ids_on(text_of(client, answered.get_absolute_url())))


def test_a_stub_comes_when_what_hangs_on_it_is_approved(client, answered, ann, bob, coach):
    reply = answered.last_answer.reply(ann, "Too much of me")
    below = reply.reply(bob, "I know this.")
    Comment.objects.get(pk=reply.pk).withdraw()
    Comment.objects.get(pk=below.pk).approve(coach)
    assert ids_on(text_of(client, answered.get_absolute_url()))[-2:] == [reply.pk, below.pk]


def test_a_stub_does_not_say_whose_it_was(client, answered, trusted, bob, coach):
    reply = answered.last_answer.reply(bob, "My whole life")
    reply.reply(coach, "I see.")
    Comment.objects.get(pk=reply.pk).withdraw()
    assert "Bob by the Sea" not in text_of(client, answered.get_absolute_url())


def test_times_are_machine_readable_without_microseconds(client, answered):
    times = re.findall(r'<time datetime="([^"]*)"', text_of(client, answered.get_absolute_url()))
    assert len(times) >= 2
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d", moment) for moment in times)


def test_times_are_those_of_the_coachs_place(client, answered, identity):
    identity.time_zone = "Asia/Kolkata"
    identity.save()
    assert "+05:30" in text_of(client, answered.get_absolute_url())


def test_a_long_thread_is_cut_on_its_stage_and_says_how_much_is_left(client, stage, coach):
    conversation(stage, coach, 20)
    html = text_of(client, "/stages/distance/")
    assert len(ids_on(html)) == 1 and "Read 20 more" in html


def test_a_stage_shows_a_question_and_its_first_answer_and_says_what_waits(client, answered, ann, coach, stage):
    first = answered.last_answer
    first.reply(ann, "I see.").reply(coach, "And now sleep.")
    html = text_of(client, "/stages/distance/")
    assert ids_on(html) == [answered.question.pk, first.pk] and "waiting for an answer" not in html
    Thread.ask(stage, coach, "Who answers this?")
    assert "waiting for an answer" in text_of(client, "/stages/distance/")


def test_a_long_answer_is_shown_in_part_and_says_how_long_it_takes(client, public, coach):
    public.answer(coach, "Breathe and sleep. " * 200)
    html = text_of(client, "/stages/distance/")
    assert "Read Mara&#x27;s answer, 3 minutes" in html and html.count(" long") == 1


def test_after_a_question_there_is_a_way_on(client, answered):
    html = text_of(client, answered.get_absolute_url()).partition('class="onward"')[2]
    for words in ("Going back to what you love.", "/stages/distance/ask/"):
        assert words in html


@pytest.mark.parametrize(("title", "is_seen"), [("", False), ("A quiet man", True)])
def test_a_question_is_its_own_title_unless_it_was_given_one(client, answered, title, is_seen):
    Thread.objects.update(own_title=title)
    html = text_of(client, Thread.objects.get().get_absolute_url())
    assert ("question-title unseen" not in html) is is_seen


def test_replies_stand_in_lists_within_the_list(client, public, ann, coach):
    first = public.question.reply(coach, "First")
    first.reply(ann, "Second").reply(coach, "Third")
    html = text_of(client, public.get_absolute_url())
    assert html.count('<ol class="talk">') == 2 and html.count("<article") == 4
    assert 'Reply<span class="unseen">: Mara&#x27;s answer</span>' in html


def test_from_every_page_help_is_one_link_away(client, answered, identity):
    identity.help_lines.create(name="Someone", contact="116 123", country="GB", url="https://www.help.example/x")
    paths = ["/", "/stages/distance/", answered.get_absolute_url(), "/nowhere/", "/accounts/login/"]
    assert all('href="/help/"' in text_of(client, path).partition("<footer")[2] for path in paths)
    html = text_of(client, "/help/")
    assert 'href="tel:116123"' in html and "data-leave" in html and ">help.example</a>" in html
    assert "United Kingdom" in html and "GB" not in html.partition("<main")[2].partition("</main")[0]


def test_the_menu_asks_about_the_stage_that_one_reads(client, answered):
    for path in ("/stages/distance/", answered.get_absolute_url()):
        assert '<a href="/stages/distance/ask/">Ask</a>' in text_of(client, path).partition("</header>")[0]


def test_the_coach_is_named_where_one_decides_to_trust(client, stage, identity):
    identity.about = "Mara reads it all. And more."
    identity.save()
    html = text_of(client, "/")
    assert "<b>Mara</b> herself" in html and "Mara reads it all.</span>" in html


def test_search_engines_are_asked_to_leave_out_what_is_not_listed(client, public):
    Thread.objects.update(is_listed=False)
    assert '<meta name="robots" content="noindex">' in text_of(client, public.get_absolute_url())


# What nobody else may see

SECRET = "Zanzibar my heart"


def every_page(client, thread, comment):
    paths = ["/", "/questions/", "/questions/?show=answered", "/questions/?show=waiting", "/guides/leaning-back/"]
    paths += ["/stages/distance/", "/library/", f"/questions/{thread.pk}/", f"/comments/{comment.pk}/"]
    paths += [f"/comments/{comment.pk}/{act}/" for act in ("reply", "edit", "delete")]
    for path in paths:
        response = client.get(path, follow=True)
        yield path, response.content.decode() + " ".join(url for url, _status in response.redirect_chain)


def shown_on(client, thread, comment):
    return [path for path, html in every_page(client, thread, comment) if SECRET in html or "zanzibar" in html]


def be_pending(thread, coach):
    pass


def be_spam(thread, coach):
    thread.question.mark_spam(coach)


def be_removed(thread, coach):
    thread.question.remove(coach, "Not here.")


def be_spam_after_an_answer(thread, coach):
    thread.answer(coach, "Breathe.")
    thread.question.mark_spam(coach)


def be_removed_after_an_answer(thread, coach):
    thread.answer(coach, "Breathe.")
    thread.question.remove(coach, "Not here.")


def be_withdrawn_after_an_answer(thread, coach):
    thread.answer(coach, "Breathe.")
    thread.question.withdraw()


def be_private(thread, coach):
    thread.answer(coach, "Breathe.")
    Thread.objects.filter(pk=thread.pk).update(visibility="private")


def be_undone(thread, coach):
    thread.question.approve(coach)
    thread.question.undo(coach)


def be_under_a_draft(thread, coach):
    thread.answer(coach, "Breathe.")
    Stage.objects.filter(slug="distance").update(published_at=None)


HIDDEN = [
    be_pending,
    be_spam,
    be_removed,
    be_spam_after_an_answer,
    be_removed_after_an_answer,
    be_withdrawn_after_an_answer,
    be_private,
    be_undone,
    be_under_a_draft,
]


@pytest.mark.parametrize("become", HIDDEN)
def test_a_question_that_is_not_public_is_on_no_page_of_others(as_person, stage, ann, bob, coach, become):
    thread = Thread.ask(stage, ann, f"{SECRET}, what now?")
    become(thread, coach)
    for person in (None, bob):
        assert shown_on(as_person(person), thread, thread.question) == []


@pytest.mark.parametrize("become", ["pending", "spam", "removed", "withdrawn"])
def test_what_is_not_shown_is_not_counted(answered, bob, coach, become):
    reply = answered.question.reply(bob, "It was the same with me.")
    acts = {
        "spam": lambda: reply.mark_spam(coach),
        "removed": lambda: reply.remove(coach, "No."),
        "withdrawn": reply.withdraw,
    }
    acts.get(become, lambda: None)()
    thread = Thread.objects.get(pk=answered.pk)
    assert (thread.comment_count, thread.said_by_others()) == (2, 0)


@pytest.mark.parametrize("become", ["pending", "spam", "removed", "withdrawn"])
def test_a_reply_that_is_not_public_is_on_no_page_of_others(as_person, answered, bob, ann, coach, become):
    reply = answered.question.reply(bob, f"{SECRET}, I say.")
    {
        "pending": lambda: None,
        "spam": lambda: reply.mark_spam(coach),
        "removed": lambda: reply.remove(coach, "No."),
        "withdrawn": lambda: reply.withdraw(),
    }[become]()
    for person in (None, ann, coach):
        assert shown_on(as_person(person), answered, reply) == []


def test_no_page_tells_an_address(client, answered, coach, ann):
    for _path, html in every_page(client, answered, answered.question):
        assert ann.email not in html and coach.email not in html


def test_no_page_asks_a_third_party_for_anything(client, answered):
    for _path, html in every_page(client, answered, answered.question):
        assert not re.findall(r'<(?!a )[^>]* (?:src|href|action)="(?:https?:)?//(?!localhost:8000/)', html)


# What it costs


def test_a_stage_page_costs_nobody_more_than_eight_queries(client, stage, trusted, coach):
    fill(stage, coach, trusted, 5)
    stage.resources.add(Resource.objects.create(slug="walk", title="A walk", body="Go."))
    Sign.objects.create(stage=stage, line="He texts less.")
    assert queries(client, "/stages/distance/") <= 8


@pytest.mark.parametrize("path", ["/", "/stages/distance/", "/questions/", "/me/", "/admin/"])
def test_a_list_costs_the_same_with_two_threads_and_with_ten(as_person, stage, trusted, coach, path):
    """My page is Ann's, who asked them all; the desk is the coach's."""
    ann, bob = trusted
    client = as_person({"/me/": ann, "/admin/": coach}.get(path))
    client.get(path)  # which fills what a process keeps
    counts = []
    for more in (2, 8):
        fill(stage, coach, [ann, ann if path == "/me/" else bob], more)
        for thread in Thread.objects.filter(answered_at=None)[:more]:
            Comment.objects.filter(thread=thread, number=2).update(status=Status.PENDING, is_shown=False)
        counts.append(queries(client, path))
    assert counts[0] == counts[1]


@pytest.mark.parametrize("desk", [False, True])
def test_a_thread_costs_the_same_with_three_comments_and_with_fifteen(
    as_person, answered, trusted, coach, desk, many_messages, later
):
    later(60)  # the answer is not to be undone any more
    client = as_person(coach if desk else None)
    path = f"/admin/threads/{answered.pk}/?page=1" if desk else answered.get_absolute_url()
    ann, bob = trusted
    counts = []
    for more in (1, 4):
        for number in range(more):
            mark = f"{more}.{number}"
            answered.question.reply(bob, f"One {mark}").reply(ann, f"Two {mark}").reply(bob, f"Three {mark}")
        counts.append(queries(client, path))
    assert counts[0] == counts[1]


def test_signed_in_a_thread_costs_the_same_with_three_comments_and_with_fifteen(
    as_person, answered, trusted, many_messages
):
    ann, bob = trusted
    counts = []
    for more in (1, 4):
        for number in range(more):
            mark = f"{more}.{number}"
            answered.question.reply(bob, f"One {mark}").reply(ann, f"Two {mark}").reply(bob, f"Three {mark}")
        counts.append(queries(as_person(bob), answered.get_absolute_url()))
    assert counts[0] == counts[1]


def test_the_health_check_says_that_all_is_well(client, db):
    response = client.get("/healthz/")
    assert (response.status_code, response.json()) == (200, {"status": "ok"})
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize("path", ["/", "/stages/distance/", "/questions/", "/healthz/", "/library/"])
def test_reading_pages_take_no_posts(client, stage, path):
    assert client.post(path).status_code == 405


@pytest.mark.parametrize("path", ["/", "/stages/distance/", "/questions/", "/guides/leaning-back/", "/library/"])
def test_reading_leaves_no_cookie(client, answered, path):
    client.get(path)
    client.get(answered.get_absolute_url())
    assert not client.cookies
