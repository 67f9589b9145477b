"""`manage.py import_clients FILE`: clients with their contacts from a CSV file, as the support desk imports them."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from advisor.audit.book import CLOCK, Actor
from advisor.errors import Refused
from advisor.users.models import User
from clients.actions.importing import import_rows, judged
from clients.importing.columns import NAMES
from clients.importing.sheet import MOST_BYTES, NotASheet, Sheet, read


class Command(BaseCommand):
    help = "Import clients with their contacts from a CSV file: all of it or nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="say what would become of every row, change nothing")
        parser.add_argument("--by", metavar="USERNAME", help="the member of support staff who stands in the record")

    def handle(self, *args: Any, file: Path, dry_run: bool = False, by: str | None = None, **options: Any) -> None:
        signer, sheet = self.signer(by), self.sheet(file)
        verdicts = judged(sheet.rows)
        for verdict in verdicts:
            mark = "error" if verdict.errors else "good"
            self.stdout.write(f"{verdict.number:>6}  {mark:<5}  {verdict.name}: {verdict.words}")
        if dry_run:
            bad = sum(bool(verdict.errors) for verdict in verdicts)
            self.stdout.write(f"{len(verdicts) - bad:,} rows can be imported, {bad:,} cannot. Nothing was changed.")
            return
        try:
            done = import_rows(sheet.rows, by=signer, file_name=file.name)
        except Refused as refusal:
            raise CommandError(refusal.sentence) from None
        self.stdout.write(done.words)

    def signer(self, by: str | None) -> Actor:
        """Whoever stands in the record; without a name it is the program itself."""
        if by is None:
            return CLOCK
        found = User.objects.filter(username=by, is_staff=True, is_active=True).first()
        if found is None:
            raise CommandError(f"There is nobody of support staff called {by}.")
        return found

    def sheet(self, file: Path) -> Sheet:
        try:
            with file.open("rb") as opened:
                return read(opened.read(MOST_BYTES + 1), NAMES)
        except OSError as reason:
            raise CommandError(f"{file} cannot be read: {reason.strerror}.") from None
        except NotASheet as unusable:
            raise CommandError(str(unusable)) from None
