from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class DeskConfig(AppConfig):
    """The support desk. Every app's `admin` module brings its own tables to it."""

    name = "advisor.desk"

    def ready(self) -> None:
        autodiscover_modules("admin")
