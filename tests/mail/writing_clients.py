"""One of every kind of letter about clients, through the acts that write them."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from advisor.permissions import ClientPermission
from advisor.users.models import User
from clients.actions import asking, assigning, connecting, contacts, granting, importing, requesting, several
from clients.models import Assignment, FirmInvitation
from invitations.actions import ask_again, remind_the_invited, tell_of_expiry
from invitations.models import Invitation
from tests.clients.files import data, line
from tests.town import PAY, PEOPLE, REPORTS, TAXES, Town, age

PROFILE = {"first_name": "Lena", "last_name": "Field", "work_phone": "+12125550101", "cell_phone": "+12125550102"}
ACCOUNT = {"username": "lena", "password": "correct-Horse-battery-9", "personal_email": "lena@example.com"}
MESSAGE = "Hello Lena,\nas we said on the phone."


def about_clients(town: Town) -> None:
    about_assignments(town)
    about_connecting(town)
    about_expiry(town)
    about_contacts(town)
    about_what_the_company_decides(town)
    about_what_support_does(town)


def invite_firm(town: Town, email: str, **fields: Any) -> FirmInvitation:
    held = town.carla.permissions
    return connecting.invite_firm(
        town.acme.client, "Lee", "Field", email, PAY | TAXES, by=town.carla, held=held, acknowledged=True, **fields
    )


def about_assignments(town: Town) -> None:
    assigning.assign(town.acme, town.sam, PAY, by=town.mona, until=timezone.now() + timedelta(days=30))
    Assignment.objects.filter(member=town.sam).update(expires_at=timezone.now() - timedelta(seconds=1))
    assigning.end_expired()
    assigning.assign(town.acme, town.sam, PAY, by=town.mona)
    assigning.end_assignment(town.acme, town.sam, by=town.mona)
    several.assign_several([town.acme, town.bloom], [town.sam], PEOPLE, by=town.olga)
    wish = requesting.request_access(town.acme, PAY | REPORTS, MESSAGE, by=town.sam)
    requesting.decline_wish(wish, by=town.olga)


def about_connecting(town: Town) -> None:
    everything = ClientPermission.offered("payroll")
    connecting.pass_on(invite_firm(town, "lee@rivaltax.com"))
    offer = connecting.invite_firm(
        town.cove.client, "Olga", "Field", "olga@smithcpa.com", PAY, by=town.rosa, held=everything, acknowledged=True
    )
    link = connecting.accept_firm_invitation(offer, by=town.olga)
    granting.end_link(link, by=town.olga)
    asked = asking.ask_client(town.smith, "Cove", "rosa@cove.example", "payroll", PAY, MESSAGE, by=town.olga)
    link = asking.grant_request(asked, town.cove.client, PAY, by=town.rosa, held=everything)
    granting.end_link(link, by=town.rosa)
    asked = asking.ask_client(town.smith, "Cove", "rosa@cove.example", "payroll", PAY, by=town.olga)
    asking.decline_request(asked, by=town.rosa)


def about_expiry(town: Town) -> None:
    """Nobody answers."""
    offers: list[Invitation] = [
        invite_firm(town, "lee@leeandsons.com", firm_name="Lee & Sons"),
        asking.ask_client(town.smith, "Dune Ltd", "lena@dune.example", "peo", PAY | REPORTS, MESSAGE, by=town.olga),
        contacts.invite_contact(
            town.acme.client, "Lou", "Field", "lou@acme.example", PAY, by=town.carla, held=town.carla.permissions
        ),
    ]
    for offer in offers:
        age(offer, days=6)
    remind_the_invited()
    for offer in offers:
        age(offer, days=2)
    tell_of_expiry()
    for offer in offers:
        ask_again(type(offer).objects.get(pk=offer.pk), by=town.olga)


def about_contacts(town: Town) -> None:
    held, acme = town.carla.permissions, town.acme.client
    invited = contacts.invite_contact(acme, "Lena", "Field", "lena@acme.example", PAY, "CFO", by=town.carla, held=held)
    lena = contacts.join_as_new_person(invited, PROFILE, ACCOUNT)
    contacts.change_contact(lena, "Controller", PAY | TAXES, by=town.carla, held=held)


def about_what_the_company_decides(town: Town) -> None:
    assigning.assign(town.acme, town.sam, PAY, by=town.mona)
    granting.change_grant(town.acme, PEOPLE | TAXES, by=town.carla, held=town.carla.permissions)
    granting.shut_out(town.acme, town.sam, by=town.carla)
    granting.end_link(town.acme, by=town.carla)


def about_what_support_does(town: Town) -> None:
    granting.end_link(town.bloom, by=town.gus)
    User.objects.filter(pk=town.nora.pk).update(email="nora@acme-bakery.com")
    content = data(line(contact_email="nora@acme-bakery.com"))
    importing.import_upload(importing.check_file(content, "clients.csv", by=town.gus), by=town.gus)
