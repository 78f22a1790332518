"""Who may read a question: everybody, or its asker and the coach. Nothing that is private is published without her yes."""

import re

import pytest
from django.db import IntegrityError, transaction

from comments.models import ModerationEntry, StaleObject, Thread
from search.models import Passage
from tests.lasting import lasting

SECRET = "Zanzibar my heart"
LISTS = ["/", "/stages/distance/", "/questions/", "/questions/?show=answered", "/search/?q=zanzibar", "/sitemap.xml"]
LISTS += ["/feeds/answers.atom", "/stages/distance/answers.atom"]


def fresh(row):
    return type(row).objects.get(pk=row.pk)


def show(client, thread, visibility, **more):
    return client.post(f"/questions/{thread.pk}/visibility/", {"visibility": visibility} | more)


def press(client, thread, act="ask-to-publish"):
    return client.post(f"/admin/threads/{thread.pk}/{act}/", follow=True).content.decode()


def reply_to(client, path, thread, answer):
    return client.post(f"/questions/{thread.pk}/{path}/", {"answer": answer})


def anywhere(client, thread):
    """The pages of lists, and of the thread itself, on which a word of it or its address stands, but for what she who asks
    for the page has typed herself."""
    paths = [*LISTS, f"/questions/{thread.pk}/", f"/comments/{thread.question.pk}/"]
    found = {path: client.get(path, follow=True) for path in paths}
    said = {
        path: re.sub(r"<input[^>]*>|\?next=[^\"]*", "", response.content.decode()) + str(response.redirect_chain)
        for path, response in found.items()
    }
    return [path for path in paths if "zanzibar" in said[path].lower() or f"/questions/{thread.pk}/" in said[path]]


@lasting
def thread(stage, ann, coach):
    """Ann's public question about her secret, answered."""
    thread = Thread.ask(stage, ann, f"{SECRET}, what now?")
    thread.question.approve(coach)
    thread.answer(coach, "Of Zanzibar, later.")
    return fresh(thread)


@lasting
def private(thread, ann):
    thread.show_to("private", True, ann)
    return fresh(thread)


# Everybody, or the two of them


def test_what_she_makes_private_is_nowhere_at_once(as_person, thread, ann, bob, mod):
    assert len(anywhere(as_person(None), thread)) == 10
    show(as_person(ann), thread, "private", is_listed="on")
    for person in (None, bob, mod):
        assert anywhere(as_person(person), thread) == []
    assert not Passage.objects.filter(thread=thread).exists()


def test_she_and_the_coach_still_read_it_and_search_engines_are_kept_out(as_person, private, ann, coach):
    for person in (ann, coach):
        response = as_person(person).get(private.get_absolute_url())
        assert SECRET in response.content.decode() and response["X-Robots-Tag"] == "noindex"
        assert "no-store" in response["Cache-Control"]


def test_moderators_do_not_see_it_at_the_desk(as_person, private, mod):
    client = as_person(mod)
    paths = ["/admin/", "/admin/comments/thread/", "/admin/comments/comment/", "/admin/comments/moderationentry/"]
    assert not any("anzibar" in client.get(path).content.decode() for path in paths)
    assert client.get(f"/admin/threads/{private.pk}/").status_code == 404


def test_her_yes_brings_all_of_it_back(as_person, private, ann):
    show(as_person(ann), private, "public", is_listed="on")
    assert len(anywhere(as_person(None), private)) == 10


def test_nobody_else_can_reply_to_what_is_private(as_person, private, bob):
    path = f"/comments/{private.question.pk}/reply/"
    response = as_person(bob).post(path, {"text": "So it was with me."})
    assert response.status_code == 404 and "So it was with me." in response.content.decode()
    assert private.comments.count() == 2


def test_the_address_of_a_private_question_tells_nothing(client, private, ann):
    client.force_login(ann, backend="django.contrib.auth.backends.ModelBackend")
    assert private.get_absolute_url() == f"/questions/{private.pk}/question/"
    assert client.get(f"/questions/{private.pk}/zanzibar-my-heart-what-now/")["Location"].endswith("/question/")


@pytest.mark.parametrize(("replies", "said"), [(0, None), (1, "One message in it is by another"), (2, "2 messages")])
def test_the_page_says_before_what_becomes_of_the_words_of_others(as_person, thread, ann, bob, coach, replies, said):
    thread.question.reply(ann, "My own are not counted.")
    for _number in range(replies):
        reply = thread.question.reply(bob, "So it was with me.")
        reply.approve(coach)
    html = as_person(ann).get(f"/questions/{thread.pk}/visibility/").content.decode()
    assert said in html if said else "other readers" not in html


def test_what_becomes_private_is_chosen_no_longer(thread, ann, coach):
    thread.feature(coach)
    thread.show_to("private", True, ann)
    assert fresh(thread).featured_at is None


def test_a_change_is_in_the_log_and_no_change_is_not(thread, ann):
    for visibility in ("private", "private", "public"):
        thread.show_to(visibility, True, ann)
    acts = ModerationEntry.objects.filter(thread=thread, by=ann).values_list("act", flat=True)
    assert list(acts) == ["public", "private"]


def test_who_may_read_it_changes_no_state_and_hides_no_undo(as_person, thread, ann, coach):
    thread.show_to("private", True, ann)
    assert fresh(thread).state == Thread.State.ANSWERED
    assert (
        f"/admin/comments/{thread.question.pk}/undo/"
        in as_person(coach).get(f"/admin/threads/{thread.pk}/").content.decode()
    )


@pytest.mark.parametrize("visibility", ["", "everyone", "PUBLIC"])
def test_a_visibility_that_is_none_changes_nothing(as_person, private, ann, visibility):
    assert show(as_person(ann), private, visibility).context["form"].errors
    assert fresh(private).is_private()


@pytest.mark.parametrize("who", ["bob", "coach", "mod", "nobody"])
@pytest.mark.parametrize("before", ["public", "private"])
def test_nobody_else_chooses_who_reads_it(as_person, request, thread, ann, who, before):
    thread.show_to(before, True, ann)
    client = as_person(None if who == "nobody" else request.getfixturevalue(who))
    after = "private" if before == "public" else "public"
    assert show(client, thread, after).status_code in {302, 404}
    assert fresh(thread).visibility == before and fresh(thread).is_listed


def test_a_look_changes_nothing(as_person, thread, ann):
    as_person(ann).get(f"/questions/{thread.pk}/visibility/?visibility=private")
    assert not fresh(thread).is_private()


# May it be published?


def test_the_coach_asks_and_her_yes_publishes(as_person, private, ann, coach):
    assert "The reader has been asked." in press(as_person(coach), private)
    client = as_person(ann)
    assert "asks if this may be published." in client.get(private.get_absolute_url()).content.decode()
    assert fresh(private).is_private()
    reply_to(client, "publish", private, "yes")
    assert not fresh(private).is_private() and len(anywhere(as_person(None), private)) == 10


@pytest.mark.parametrize("answer", ["no", "", "maybe"])
def test_anything_but_a_yes_is_a_no_and_she_is_not_asked_again(as_person, private, ann, coach, answer):
    private.ask_to_publish(coach)
    reply_to(as_person(ann), "publish", private, answer)
    assert fresh(private).is_private()
    html = press(as_person(coach), private)
    assert "She would rather keep it private." in html and "/ask-to-publish/" not in html
    assert fresh(private).publish_request == "declined"


def test_she_can_say_no_and_publish_it_herself_later(private, ann, coach):
    private.ask_to_publish(coach)
    private.keep_private(ann)
    private.show_to("public", True, ann)
    assert not fresh(private).is_private() and fresh(private).publish_request == ""


def test_she_gets_one_mail_without_a_word_of_hers(as_person, private, coach, ann, work):
    work()
    for _time in range(2):
        press(as_person(coach), private)
    asked = [mail for mail in work() if (mail.key or "").startswith("publish-")]
    assert len(asked) == 1 and asked[0].sent_at


def test_the_mail_leads_to_the_page_with_the_question(private, coach, ann, work, settings, mailoutbox):
    settings.MAIL_DELIVERY_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    private.ask_to_publish(coach)
    work()
    mail = mailoutbox[-1]
    assert mail.to == [ann.email] and f"/questions/{private.pk}/publish/" in mail.body
    assert "anzibar" not in mail.body + mail.subject


def test_there_is_no_mail_when_she_has_answered_already(private, coach, ann, work):
    private.ask_to_publish(coach)
    private.agree_to_publish(ann)
    assert not [mail for mail in work() if (mail.key or "").startswith("publish-")]


def test_she_can_make_private_again_what_she_let_be_published(as_person, private, ann, coach):
    private.ask_to_publish(coach)
    private.agree_to_publish(ann)
    show(as_person(ann), private, "private")
    assert anywhere(as_person(None), private) == []


@pytest.mark.parametrize("who", ["bob", "coach", "mod", "nobody"])
@pytest.mark.parametrize("answer", ["yes", "no"])
def test_nobody_else_answers_for_her(as_person, request, private, coach, who, answer):
    private.ask_to_publish(coach)
    client = as_person(None if who == "nobody" else request.getfixturevalue(who))
    assert reply_to(client, "publish", private, answer).status_code in {302, 404}
    assert fresh(private).is_private() and fresh(private).is_asked_to_publish()


def test_who_was_not_asked_has_nothing_to_answer(as_person, private, ann):
    assert reply_to(as_person(ann), "publish", private, "yes").status_code == 404


def test_a_look_at_the_page_of_the_question_answers_nothing(as_person, private, ann, coach):
    private.ask_to_publish(coach)
    as_person(ann).get(f"/questions/{private.pk}/publish/?answer=yes")
    assert fresh(private).is_asked_to_publish()


@pytest.mark.parametrize("who", ["mod", "ann", "nobody"])
def test_only_the_coach_asks(as_person, request, private, who):
    client = as_person(None if who == "nobody" else request.getfixturevalue(who))
    press(client, private)
    assert fresh(private).publish_request == ""


def test_what_is_public_or_waits_for_approval_is_not_asked_for(thread, stage, bob, coach):
    waiting = Thread.ask(stage, bob, "And I?")
    waiting.show_to("private", True, bob)
    for each in (thread, waiting):
        with pytest.raises(StaleObject):
            each.ask_to_publish(coach)


def test_the_desk_says_what_is_private(as_person, private, coach):
    html = as_person(coach).get(f"/admin/threads/{private.pk}/").content.decode()
    assert "shown only to whoever asked it and to coaches" in html


def test_a_public_question_waits_for_no_yes(public):
    with pytest.raises(IntegrityError), transaction.atomic():
        Thread.objects.update(publish_request="asked")


# Search engines: yes or no


def test_a_question_kept_from_search_engines_shows_no_word_on_pages_that_they_list(as_person, thread, ann):
    show(as_person(ann), thread, "public")
    client = as_person(None)
    for path in ("/", "/stages/distance/", "/questions/"):
        html = client.get(path).content.decode()
        assert "zanzibar" not in html.lower() and "A question that stays out of search engines" in html
        assert f'href="/questions/{thread.pk}/question/" rel="nofollow"' in html


def test_it_is_read_and_found_here_all_the_same(as_person, thread, ann):
    show(as_person(ann), thread, "public")
    client = as_person(None)
    response = client.get(f"/questions/{thread.pk}/", follow=True)
    assert SECRET in response.content.decode() and response["X-Robots-Tag"] == "noindex"
    assert f"/comments/{thread.last_answer_id}/" in client.get("/search/?q=zanzibar").content.decode()


def test_it_is_in_no_sitemap_and_no_feed(as_person, thread, ann):
    show(as_person(ann), thread, "public")
    client = as_person(None)
    paths = ["/sitemap.xml", "/feeds/answers.atom", "/stages/distance/answers.atom"]
    assert not any(f"/{thread.pk}/" in client.get(path).content.decode() for path in paths)


def test_her_choice_stands_in_the_form(as_person, thread, ann):
    client = as_person(ann)
    show(client, thread, "public")
    assert client.get(f"/questions/{thread.pk}/visibility/").context["form"]["is_listed"].value() is False
