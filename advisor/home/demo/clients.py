"""The companies of the demo town as clients of the platform, with whoever answers for them on either side."""

from datetime import date, timedelta
from typing import NamedTuple

from advisor.home.demo.companies import EVERY, MAGNOLIA, NORTHLIGHT, ORCHARDS, Company
from advisor.home.demo.history import ago
from advisor.home.demo.people import CONTACTS, PLATFORM, Person, account
from advisor.permissions import ClientPermission
from advisor.support.models import PlatformContact
from advisor.users.models import User
from clients.models import Client, Contact, Frequency, Product, Status
from clients.paydays import bank_today, next_debit
from firms.models import Member

AREAS = {"NY": "212", "CT": "203", "NJ": "201", "MA": "617", "PA": "215", "RI": "401"}
OFTEN, RARE = [Frequency.BIWEEKLY] * 4, [Frequency.WEEKLY, Frequency.SEMIMONTHLY, Frequency.MONTHLY]
FREQUENCIES = [*OFTEN, *RARE]
STREETS = ["Main Street", "Atlantic Avenue", "Broad Street", "Spring Street", "River Road", "Mill Lane", "Park Place"]
STEP = 4_101_337
"""Far from the next number and without a common factor with ten million: every EIN is another one."""


class Place(NamedTuple):
    """A company in the database, and its contact who decides."""

    client: Client
    contact: Contact


Places = dict[Company, Place]


def ein_of(number: int) -> str:
    return f"12{STEP * (number + 1) % 10_000_000:07}"


def settle(olga: Member, password: str) -> Places:
    """Every company with its contact."""
    care = platform_contacts()
    clients = [client_of(company, number, care) for number, company in enumerate(EVERY)]
    Client.objects.bulk_create(clients)
    known = {MAGNOLIA: CONTACTS[0], NORTHLIGHT: CONTACTS[1]}
    users = {
        company: account(known.get(company) or somebody(company), company.domain, password)
        for company in EVERY
        if company != ORCHARDS
    }
    User.objects.bulk_create(users.values())
    contacts = [
        Contact(
            client=client,
            user=users.get(company, olga.user),
            title=company.contact[2],
            permissions=client.offered,
            joined_at=client.created_at,
        )
        for company, client in zip(EVERY, clients, strict=True)
    ]
    Contact.objects.bulk_create(contacts)
    settled = {company: Place(*pair) for company, pair in zip(EVERY, zip(clients, contacts, strict=True), strict=True)}
    add_a_bookkeeper(settled[MAGNOLIA], password)
    return settled


def somebody(company: Company) -> Person:
    first_name, last_name, title = company.contact
    return Person(f"{first_name}.{last_name}".lower(), first_name, last_name, role=title, joined=200)


def add_a_bookkeeper(place: Place, password: str) -> None:
    """Not every contact decides about access."""
    user = account(Person("dora.rossi", "Dora", "Rossi", joined=150), MAGNOLIA.domain, password)
    user.save()
    may = ClientPermission.MAKE_PAYMENTS | ClientPermission.VIEW_INVOICES_AND_REPORTS
    Contact.objects.create(client=place.client, user=user, title="Bookkeeper", permissions=may, joined_at=ago(150))


def platform_contacts() -> dict[str, PlatformContact]:
    """One for each kind of client, by status or product."""
    people = {
        Status.ENROLLING: ("Marisol Vega", "Onboarding manager"),
        Product.PAYROLL: ("Jonas Whitaker", "Payroll account manager"),
        Product.PEO: ("Priscilla Adeyemi", "PEO account manager"),
    }
    made = {}
    for number, (kind, (name, title)) in enumerate(people.items()):
        email = f"{name.partition(' ')[0].lower()}@{PLATFORM}"
        made[kind.value] = PlatformContact.objects.create(
            name=name, title=title, email=email, phone=f"+1212555014{number}"
        )
    return made


def client_of(company: Company, number: int, care: dict[str, PlatformContact]) -> Client:
    enrolling = company.status == Status.ENROLLING
    frequency, first = schedule(number, enrolling)
    over = company.status == Status.TERMINATED
    return Client(
        product=company.product,
        status=company.status,
        legal_name=company.legal_name,
        trading_name=company.trading_name,
        ein=ein_of(number),
        street=f"{12 + number * 7} {STREETS[number % len(STREETS)]}",
        city=company.city,
        state=company.state,
        postal_code=company.postal_code,
        phone=f"+1{AREAS[company.state]}55501{number % 100:02}",
        platform_contact=None if over else care[company.status if enrolling else company.product],
        pay_frequency=frequency,
        first_pay_on=first,
        next_debit_on=None if over else next_debit(frequency, first, bank_today()),
        created_at=ago(9 if enrolling else 206),
    )


def schedule(number: int, enrolling: bool) -> tuple[str, date]:
    """Some are paid on every weekday of two weeks; those on their way begin in some weeks."""
    today = bank_today()
    if enrolling:
        return Frequency.BIWEEKLY, today + timedelta(days=16 + number % 5)
    weeks, weekday = divmod(number % 10, 5)
    monday = today - timedelta(days=today.weekday())
    return FREQUENCIES[number % len(FREQUENCIES)], monday + timedelta(days=weekday + 7 * weeks - 280)
