"""Help: every article is there, is found by its words, and links only to what exists."""

import re
from typing import Any

import pytest
from django.urls import resolve

from advisor.help.articles import ARTICLES, grouped, search
from tests.town import Town
from tests.visits import Visit

pytestmark = pytest.mark.django_db
SLUGS = [article.slug for article in ARTICLES]


def words(answer: Any) -> str:
    return answer.content.decode()


@pytest.mark.parametrize("who", [None, "mona"])
@pytest.mark.parametrize("slug", SLUGS)
def test_every_article_opens_for_visitors_and_members(town: Town, visit: Visit, slug: str, who: str | None) -> None:
    answer = visit(who).get(f"/help/{slug}/")

    assert answer.status_code == 200
    assert len(re.sub(r"<[^>]+>", "", words(answer)).split()) > 60


@pytest.mark.parametrize("slug", SLUGS)
def test_every_link_of_an_article_leads_to_a_page(visit: Visit, slug: str) -> None:
    text = words(visit().get(f"/help/{slug}/"))
    links = re.findall(r'href="(/[^"#?]*)"', text[text.index("<article") :])

    for link in links:
        assert resolve(link)


def test_an_article_that_does_not_exist_is_404(visit: Visit) -> None:
    assert visit().get("/help/how-to-fly/").status_code == 404


def test_the_index_lists_every_article_under_its_group(visit: Visit) -> None:
    page = words(visit().get("/help/"))

    assert all(f"/help/{slug}/" in page for slug in SLUGS)
    assert sum(len(found) for _, found in grouped(ARTICLES)) == len(ARTICLES)


def test_search_finds_the_articles_that_hold_every_word(visit: Visit) -> None:
    assert [found.slug for found in search("authenticator APP")] == ["two-step-sign-in"]
    assert search("authenticator elephant") == []
    page = words(visit().get("/help/?q=authenticator"))
    assert "1 answer with" in page
    assert "/help/set-up-your-firm/" not in page


@pytest.mark.parametrize(
    "text", ["elephant", "%3Cscript%3Ealert(1)%3C/script%3E", "x" * 5000, "%E2%80%AE", "%22", "١٢"]
)
def test_no_search_breaks_the_page(visit: Visit, text: str) -> None:
    answer = visit().get(f"/help/?q={text}")

    assert answer.status_code == 200
    assert "<script>alert" not in words(answer)


@pytest.mark.parametrize("text", ["%00", "x" * 200_000])
def test_a_search_that_is_no_text_is_refused(visit: Visit, text: str) -> None:
    assert visit().get(f"/help/?q={text}").status_code == 400


@pytest.mark.parametrize("path", ["", "set-up-your-firm/"])
@pytest.mark.parametrize(("who", "number"), [(None, 0), ("mona", 4)])
def test_help_costs_a_fixed_number_of_queries(
    town: Town, visit: Visit, queries: Any, path: str, who: str | None, number: int
) -> None:
    client = visit(who)
    client.get("/help/")

    with queries(number + 2):  # and the savepoint around each request
        client.get(f"/help/{path}")
