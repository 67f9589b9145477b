from django.apps import AppConfig

from advisor.celery import app as celery_app

__all__ = ["AdvisorConfig", "celery_app"]


class AdvisorConfig(AppConfig):
    """The site itself: management commands that belong to no room. Tasks find their Celery application through it."""

    name = "advisor"
    label = "site"
