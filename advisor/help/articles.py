"""The help pages: each a template, found by its slug, searched by its words."""

from functools import cache
from typing import NamedTuple

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.html import strip_tags


class Article(NamedTuple):
    slug: str
    title: str
    group: str

    @property
    def template(self) -> str:
        return f"help/articles/{self.slug.replace('-', '_')}.html"


ARTICLES = [
    Article("what-is-advisor-dashboard", "What is Advisor Dashboard?", "Overview"),
    Article("demo-tour", "Demo tour: the key features in six stops", "Overview"),
    Article("set-up-your-firm", "How do I set up Advisor Dashboard?", "Getting started"),
    Article("your-firm-may-already-have-an-account", "Does my firm already have an account?", "Getting started"),
    Article("add-team-members", "How do I add team members?", "Getting started"),
    Article("clients-let-your-firm-in", "How do clients let my firm in?", "Clients"),
    Article("two-layers-of-permissions", "Who decides what I may do at a client?", "Clients"),
    Article("email-domain-not-allowed", "Why is this email domain not allowed?", "Troubleshooting"),
    Article("firm-already-exists", "Why does it say that my firm is already here?", "Troubleshooting"),
    Article("cannot-sign-in", "I cannot sign in. What can I do?", "Troubleshooting"),
    Article("two-step-sign-in", "How do I protect my account?", "Troubleshooting"),
    Article("contact-support", "How do I reach support?", "Support"),
]


def article(slug: str) -> Article | None:
    """The article with this slug, if there is one."""
    return next((found for found in ARTICLES if found.slug == slug), None)


@cache
def words_of(found: Article) -> str:
    """Everything the article says, in lower case, rendered once."""
    context = {
        "PLATFORM_NAME": settings.PLATFORM_NAME,
        "SUPPORT_EMAIL": settings.SUPPORT_EMAIL,
        "INVITATION_DAYS": settings.INVITATION_DAYS,
    }
    return f"{found.title} {strip_tags(render_to_string(found.template, context))}".lower()


def search(text: str) -> list[Article]:
    """The articles that hold every word."""
    wanted = text.lower().split()[:10]
    return [found for found in ARTICLES if all(word in words_of(found) for word in wanted)]


def grouped(articles: list[Article]) -> list[tuple[str, list[Article]]]:
    """The articles under the headings of the index, in their order."""
    groups: dict[str, list[Article]] = {}
    for found in articles:
        groups.setdefault(found.group, []).append(found)
    return list(groups.items())
