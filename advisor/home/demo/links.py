"""Who works for which company of the demo town, with what, since when."""

from typing import Any

from advisor.audit.verbs import Verb
from advisor.home.demo.clients import Place, Places
from advisor.home.demo.companies import ACTIVE, ENROLLING, MAGNOLIA, NOT_CONNECTED, OF_RIVAL, TERMINATED
from advisor.home.demo.firm import Team
from advisor.home.demo.history import Told, ago, tell
from advisor.permissions import PEO, ClientPermission
from clients.models import Assignment, ClientLink, Status
from firms.models import Member

PAY, TAXES = ClientPermission.MAKE_PAYMENTS, ClientPermission.MANAGE_TAXES
PEOPLE, PAPERS = ClientPermission.MANAGE_EMPLOYEES, ClientPermission.MANAGE_DOCUMENTS
REPORTS, BANK = ClientPermission.VIEW_INVOICES_AND_REPORTS, ClientPermission.MANAGE_BANK_ACCOUNT
SETTINGS, THIRD = ClientPermission.EDIT_COMPANY_SETTINGS, ClientPermission.MANAGE_THIRD_PARTIES
HOURS, PLANS = ClientPermission.MANAGE_TIMECARDS, ClientPermission.MANAGE_BENEFITS
RUN = PAY | REPORTS | TAXES | PEOPLE
GRANTS = [
    ClientPermission.every(),
    RUN | PAPERS,
    ClientPermission.every() & ~BANK,
    REPORTS | TAXES | PAPERS,
    RUN | HOURS | PLANS,
    REPORTS,
]
OF_SAM = {0: PAY | REPORTS, 7: REPORTS, 12: PAY | PEOPLE | REPORTS, 19: ClientPermission.none(), 43: HOURS | PEOPLE}
"""What sam does at which of the active clients, by their number; at one there is an overview only."""
NOBODYS = {23, 36, 47}
"""Active clients at which nobody works any more."""
NARROWED = {6, 20, 48}
"""Clients that have taken something back."""
HERE_SINCE = {"mona": 198, "walt": 158, "sam": 11}
"""Days since the member could first be assigned."""


def connect_all(told: Told, places: Places, smith: Team, rival: Team) -> None:
    """Every connection, in few statements."""
    links: list[ClientLink] = []
    at_work: list[Assignment] = []
    companies = [*ACTIVE, *ENROLLING, *TERMINATED]
    for number, company in enumerate(companies):
        link = connected(told, places[company], smith, number)
        links.append(link)
        at_work += assigned(told, link, smith, number, days_of(places[company], number))
    for number, company in enumerate([*OF_RIVAL, MAGNOLIA]):
        granted = REPORTS | PAPERS if company == MAGNOLIA else GRANTS[number % 4]
        link = link_of(places[company], rival["rita"], granted, 60 - number * 7)
        began(told, link, places[company], rival["rita"], 60 - number * 7)
        links.append(link)
        at_work.append(assignment(link, rival["rita"], rival["rita"], link.granted, 60 - number * 7, used=2))
    links.append(ended(told, places, smith))
    ClientLink.objects.bulk_create(links)
    Assignment.objects.bulk_create(at_work)


def connected(told: Told, place: Place, smith: Team, number: int) -> ClientLink:
    """A client lets Smith CPA in."""
    days = days_of(place, number)
    accepter = smith[accepter_of(number)]
    link = link_of(place, accepter, GRANTS[number % len(GRANTS)], days)
    began(told, link, place, accepter, days)
    if number in NARROWED:
        narrowed = link.granted & ~(BANK | THIRD)
        where = {"firm": link.firm, "client": link.client}
        tell(told, days / 3, Verb.GRANT_CHANGED, place.contact, **where, before=link.granted, after=narrowed)
        link.granted = narrowed
    return link


def days_of(place: Place, number: int) -> float:
    """How long ago the two were connected: one after the other, and those on their way last week."""
    return 6 - number % 5 if place.client.status == Status.ENROLLING else 200 - number * 3.2


def accepter_of(number: int) -> str:
    """Olga accepted most invitations, raj the later ones."""
    return "raj" if number > 34 and number % 3 == 0 else "olga"


def link_of(place: Place, accepter: Member, granted: ClientPermission, days: float) -> ClientLink:
    link = ClientLink.between(place.client, accepter.firm, granted & place.client.offered)
    link.began_at = ago(days)
    return link


def began(told: Told, link: ClientLink, place: Place, accepter: Member, days: float) -> None:
    where = {"firm": link.firm, "client": place.client}
    if place.contact.user != accepter.user:
        tell(told, days + 1.2, Verb.FIRM_INVITED, place.contact, client=place.client, about=accepter)
    tell(told, days, Verb.CLIENT_CONNECTED, accepter, **where, about=link.firm, after=link.granted)
    tell(told, days, Verb.MEMBER_ASSIGNED, accepter, **where, about=accepter, after=link.granted)


def assigned(told: Told, link: ClientLink, smith: Team, number: int, days: float) -> list[Assignment]:
    """Who works there: walt at most Payroll clients, mona at the PEO ones, sam at a few, tess nowhere, and whoever
    accepted, unless they have passed it on."""
    accepter = smith[accepter_of(number)]
    if number in NOBODYS:
        return [over(told, link, accepter, smith["mona"], days)]
    others: dict[str, ClientPermission] = {}
    if link.product == PEO:
        others["mona"] = PEOPLE | HOURS | PLANS | REPORTS
    elif number % 5 != 4:
        others["walt"] = RUN if number % 3 else REPORTS | PEOPLE
    if number in OF_SAM:
        others["sam"] = OF_SAM[number]
    found = [given(told, link, smith, username, may, days, number) for username, may in others.items()]
    if others and number % 2 and number > 12:
        return [*found, over(told, link, accepter, smith["mona"], days)]
    return [*found, assignment(link, accepter, accepter, link.granted, days, used=used_ago(number, 4))]


def used_ago(number: int, salt: int) -> float | None:
    """Some days ago, or never."""
    days = (number * 5 + salt) % 17
    return None if days > 13 else days + number / 97


def given(
    told: Told, link: ClientLink, smith: Team, username: str, wanted: ClientPermission, days: float, number: int
) -> Assignment:
    """By a colleague who assigns, on the day after the client came or the member joined."""
    member, by, permissions = smith[username], smith["mona" if number % 2 else "olga"], wanted & link.granted
    since = min(days - 0.2, HERE_SINCE[username])
    where = {"firm": link.firm, "client": link.client, "about": member}
    tell(told, since, Verb.MEMBER_ASSIGNED, by, **where, after=permissions)
    used = used_ago(number, len(username))
    if used is not None and used < min(since, 6):
        tell(told, used, Verb.CLIENT_OPENED, member, **where, may=permissions)
    ends = {"expires_at": ago(-9)} if (username, number) == ("sam", 12) else {}
    return assignment(link, member, by, permissions, since, used=used, **ends)


def assignment(
    link: ClientLink,
    member: Member,
    by: Member,
    permissions: ClientPermission,
    days: float,
    used: float | None = None,
    **fields: Any,
) -> Assignment:
    return Assignment(
        link=link,
        member=member,
        firm=link.firm,
        permissions=permissions,
        assigned_at=ago(days),
        assigned_by=by.user,
        assigned_by_name=str(by),
        last_used_at=None if used is None or used > days else ago(used),
        **fields,
    )


def over(told: Told, link: ClientLink, member: Member, by: Member, days: float) -> Assignment:
    """Whoever worked there no longer does."""
    where = {"firm": link.firm, "client": link.client, "about": member}
    tell(told, days / 2, Verb.ASSIGNMENT_ENDED, by, **where, before=link.granted)
    return assignment(link, member, member, link.granted, days, ended_at=ago(days / 2))


def ended(told: Told, places: Places, smith: Team) -> ClientLink:
    """A client that put the firm out again."""
    place = places[NOT_CONNECTED[1]]
    link = link_of(place, smith["olga"], RUN, 120)
    began(told, link, place, smith["olga"], 120)
    link.ended_at = ago(20)
    where = {"firm": link.firm, "client": place.client}
    tell(told, 20, Verb.LINK_ENDED, place.contact, **where, before=link.granted, assignments_ended=1)
    return link
