"""A choice among guides, where there is more than one."""

from django.utils import timezone

from stages.models import Guide

CHOICE = "Not the right guide?"


def html_of(client, path):
    return client.get(path).content.decode()


def test_of_one_guide_there_is_no_choice(client, stage):
    Guide.objects.create(slug="draft", title="Not yet", what_it_is="Later.", published_at=None)
    assert CHOICE not in html_of(client, "/")


def test_of_two_each_leads_to_the_other(client, stage):
    Guide.objects.create(slug="for-men", title="For men", what_it_is="Him.", published_at=timezone.now())
    assert CHOICE in html_of(client, "/") and 'href="/guides/for-men/"' in html_of(client, "/")
    assert "Leaning back" in html_of(client, "/guides/for-men/").partition(CHOICE)[2].partition("</nav>")[0]
