"""Clients with their contacts from a CSV file: all of it or nothing, in a few statements whatever its length."""

import json
from typing import Any, NamedTuple

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models.functions import Lower
from django.utils import timezone

from advisor.audit.book import Actor, entry, record, record_all
from advisor.audit.verbs import Verb
from advisor.errors import Refused
from advisor.mail.models import Letter
from advisor.mail.outbox import address_of, draft, send_all
from advisor.support.models import PlatformContact
from advisor.users.models import User
from clients import mails
from clients.importing.columns import NAMES
from clients.importing.judging import Cleaned, Known, Person, Verdict, cleaned, judge, wanted
from clients.importing.sheet import NotASheet, Row, read, rows_of
from clients.models import Client, Contact, ContactInvitation, Status, Upload
from clients.paydays import bank_today, next_debit
from invitations.actions import post

AT_ONCE = 1_000
LETTERS_AT_ONCE = 200
MEANWHILE = "Somebody added one of these companies meanwhile. Nothing was imported: check the file again."
GONE = "This file was imported or put away meanwhile. Upload it again if you still need it."


class Imported(NamedTuple):
    clients: int
    contacts: int
    invitations: int

    @property
    def companies(self) -> str:
        return f"{self.clients:,} client{'' if self.clients == 1 else 's'}"

    @property
    def words(self) -> str:
        """What happened, and what happens next."""
        said = [f"{self.companies} imported."]
        if self.contacts:
            said.append(f"{self.contacts:,} contact{'' if self.contacts == 1 else 's'} can open the account at once.")
        if self.invitations:
            whose = "1 contact gets" if self.invitations == 1 else f"{self.invitations:,} contacts get"
            said.append(f"{whose} an invitation in the next minutes.")
        return " ".join(said)


def judged(rows: list[Row]) -> list[Verdict]:
    """What would become of every row now. Three queries, whatever the number of rows."""
    tidy = [cleaned(row) for row in rows]
    return judge(tidy, known_of(tidy))


def known_of(rows: list[Cleaned]) -> Known:
    named = wanted(rows)
    clients = Client.objects.filter(ein__in=named.eins).values_list("ein", "name")
    care = PlatformContact.objects.annotate(address=Lower("email")).filter(address__in=named.care)
    users = User.objects.annotate(address=Lower("email")).filter(address__in=named.people)
    people = users.filter(email_confirmed_at__isnull=False).values_list("address", "pk", "is_staff", "is_active")
    return Known(
        clients=dict(clients),
        care=dict(care.values_list("address", "pk")),
        people={address: Person(pk, staff, active) for address, pk, staff, active in people},
    )


def import_rows(rows: list[Row], *, by: Actor, file_name: str) -> Imported:
    """Write what the rows say, or refuse it as a whole."""
    verdicts = judged(rows)
    if bad := [verdict for verdict in verdicts if verdict.errors]:
        raise Refused(f"{len(bad):,} of {len(verdicts):,} rows cannot be imported. Nothing was imported.")
    try:
        with transaction.atomic():
            return _write(verdicts, by, file_name)
    except IntegrityError:
        raise Refused(MEANWHILE) from None


def _write(verdicts: list[Verdict], by: Actor, file_name: str) -> Imported:
    made = _clients(verdicts)
    pairs = [(made[verdict.of or verdict.number], verdict.contact) for verdict in verdicts if verdict.contact]
    at_once = [
        Contact(client=client, user_id=new.person.pk, title=new.values["title"], permissions=new.permissions)
        for client, new in pairs
        if new.person
    ]
    Contact.objects.bulk_create(at_once, AT_ONCE)
    _tell(at_once)
    invited = [_invitation(client, new) for client, new in pairs if not new.person]
    ContactInvitation.objects.bulk_create(invited, AT_ONCE)
    people: dict[int, list[str]] = {}
    for client, new in pairs:
        people.setdefault(client.pk, []).append(f"{new} <{new.values['email']}>")
    said = {"by": by, "file": file_name}
    record_all([_line(client, people.get(client.pk, []), said) for client in made.values()])
    done = Imported(len(made), len(at_once), len(invited))
    record(
        Verb.CLIENTS_IMPORTED,
        by=by,
        about=f"{done.clients:,} client{'' if done.clients == 1 else 's'}",
        file=file_name,
        after=done._asdict(),
    )
    return done


def _clients(verdicts: list[Verdict]) -> dict[int, Client]:
    """The new companies by the number of their row."""
    today, made = bank_today(), {}
    for verdict in verdicts:
        if verdict.client is None:
            continue
        client = Client(**verdict.client)
        if client.status != Status.TERMINATED:
            client.next_debit_on = next_debit(client.pay_frequency, client.first_pay_on, today)
        made[verdict.number] = client
    Client.objects.bulk_create(made.values(), AT_ONCE)
    return made


def _invitation(client: Client, new: Any) -> ContactInvitation:
    """In the platform's name, for whoever imports is a stranger to the company. Its letter is written in turn."""
    now = timezone.now()
    name = settings.PLATFORM_NAME
    invitation = ContactInvitation(client=client, permissions=new.permissions, inviter_name=name, **new.values)
    invitation.renewed(now)
    invitation.queued_at = now
    return invitation


def _tell(contacts: list[Contact]) -> None:
    """Those with an account hear of it; all in one statement."""
    users = User.objects.in_bulk([contact.user_id for contact in contacts])
    letters = []
    for contact in contacts:
        contact.user = users[contact.user_id]
        page = address_of("company:overview", contact.client.code)
        facts = {"contact": contact, "client": contact.client, "link": page}
        letters.append(draft(mails.contact_added, contact.user.email, **facts))
    send_all(letters)


def _line(client: Client, people: list[str], said: dict[str, Any]) -> Any:
    names = ("product", "status", "ein", "pay_frequency", "first_pay_on")
    after = {name: getattr(client, name) for name in names if getattr(client, name)}
    return entry(Verb.CLIENT_IMPORTED, client=client, about=client, after=after | {"contacts": people}, **said)


@transaction.atomic
def check_file(data: bytes, file_name: str, *, by: Actor) -> Upload:
    """The dry run: judge every row and keep the file for a day, so that it can be imported as it was judged."""
    try:
        sheet = read(data, NAMES)
    except NotASheet as unusable:
        raise Refused(str(unusable), field="file") from None
    return Upload.objects.create(
        by=by.user,
        file_name=file_name[:200],
        encoding=sheet.encoding,
        text=sheet.text,
        verdicts=_kept(judged(sheet.rows)),
    )


def _kept(verdicts: list[Verdict]) -> str:
    return json.dumps([(verdict.number, verdict.name, bool(verdict.errors), verdict.words) for verdict in verdicts])


def check_again(upload: Upload) -> None:
    """Judge the same file by what the platform knows now."""
    Upload.objects.filter(pk=upload.pk).update(verdicts=_kept(judged(rows_of(upload.text, NAMES))))


@transaction.atomic
def import_upload(upload: Upload, *, by: Actor) -> Imported:
    """Import a file that was checked. The row count of its removal is the verdict: a second click finds nothing."""
    if not Upload.objects.of_person(by.user).filter(pk=upload.pk).delete()[0]:
        raise Refused(GONE)
    return import_rows(rows_of(upload.text, NAMES), by=by, file_name=upload.file_name)


def forget_abandoned() -> int:
    """Files that nobody imported within a day."""
    return Upload.objects.abandoned().delete()[0]


def send_in_turn() -> int:
    """Write the letters of imported invitations, as long as the outbox is short: no other letter waits behind them."""
    if Letter.objects.due().count() >= LETTERS_AT_ONCE:
        return 0
    queued = ContactInvitation.objects.queued().values_list("pk", flat=True)
    return sum(_send(key) for key in list(queued[:LETTERS_AT_ONCE]))


@transaction.atomic
def _send(key: int) -> int:
    rows = ContactInvitation.objects.queued().select_for_update(of=("self",), skip_locked=True)
    found = rows.select_related("client", "invited_by").filter(pk=key).first()
    if found is None:
        return 0
    token = found.renewed(timezone.now())
    found.save()
    post(found, ContactInvitation.letter, token)
    return 1
