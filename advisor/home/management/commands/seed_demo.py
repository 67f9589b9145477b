"""`manage.py seed_demo`: build the demo town once; `--reset` builds it anew; `--list` says who can sign in."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from advisor.home import demo


class Command(BaseCommand):
    help = "Build the demo town (only with DEBUG)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--reset", action="store_true", help="remove the town and build it anew")
        parser.add_argument("--list", action="store_true", help="print username, part and password of everybody")

    def handle(self, *args: Any, reset: bool = False, list: bool = False, **options: Any) -> None:
        if not settings.DEBUG:
            raise CommandError("The demo town has known passwords: it is built only with DEBUG=1.")
        if list:
            for entry in demo.sign_ins():
                self.stdout.write(f"{entry['username']:<8} {entry['password']:<20} {entry['part']}")
            return
        if reset:
            demo.tear_down()
        self.stdout.write("The demo town is built." if demo.seed() else "The demo town stands already.")
