"""The page for what is not there, in the demo as in production."""

from typing import Any

import pytest

from tests.town import Town
from tests.visits import Visit

pytestmark = pytest.mark.django_db


@pytest.fixture
def demo(settings: Any) -> None:
    settings.DEBUG = settings.DEMO = True
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, "advisor.answers.as_visitors_see"]


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize("path", ["/nowhere/", "/firm/members/999999/", "/help/how-to-fly/"])
def test_the_demo_shows_the_products_own_page(town: Town, visit: Visit, path: str) -> None:
    answer = visit("olga").get(path)

    assert answer.status_code == 404
    assert "There is nothing at this address" in answer.content.decode()
    assert "URLconf" not in answer.content.decode()


@pytest.mark.usefixtures("demo")
def test_a_forgotten_slash_is_still_forgiven(visit: Visit) -> None:
    assert visit().get("/welcome").headers["Location"] == "/welcome/"
