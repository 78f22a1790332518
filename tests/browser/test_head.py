"""What stands in the head for machines: the browser runs none of it and complains of nothing."""

import json

import pytest


@pytest.mark.parametrize("path", ["/", "/stages/distance/", "/about/"])
def test_structured_data_is_let_through_and_never_run(phone, path):
    page = phone()
    page.goto(path)
    blocks = page.locator('script[type="application/ld+json"]').all_text_contents()
    assert all(json.loads(block)["@graph"] for block in blocks) and bool(blocks) == (path != "/about/")


def test_the_structured_data_of_a_thread_is_let_through_too(phone):
    page = phone()
    page.goto("/questions/")
    with page.expect_navigation():
        page.locator(".plain-list a").first.click()
    block = page.locator('script[type="application/ld+json"]').text_content()
    assert "DiscussionForumPosting" in block and page.locator("h1").is_visible()
