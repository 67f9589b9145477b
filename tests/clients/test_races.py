"""Many at the same instant, with real commits: one link a pair, and nothing given after the client has said stop."""

from collections.abc import Callable
from typing import Any

from django.db.models import F

from advisor.audit.models import Event
from advisor.audit.verbs import Verb
from advisor.mail.models import Letter
from advisor.permissions import ClientPermission, FirmPermission
from clients.actions.asking import ask_client, grant_request
from clients.actions.assigning import assign, end_expired
from clients.actions.connecting import ALREADY, NOT_OPEN, accept_firm_invitation, invite_firm
from clients.actions.contacts import LAST_DECIDER, change_contact, remove_contact
from clients.actions.granting import change_grant, end_link
from clients.actions.locks import CHANGED_MEANWHILE, NO_LONGER, NOT_A_COLLEAGUE
from clients.actions.requesting import ANSWERED, grant_wish, request_access
from clients.actions.several import assign_several
from clients.models import AccessRequest, Assignment, AssignmentRequest, ClientLink, Contact, FirmInvitation
from firms.actions.members import remove
from firms.models import Member
from tests.races import MANY, at_once, refusals
from tests.town import PAY, PEOPLE, REPORTS, TAXES, Town, client, contact, link, member, person

EVERYTHING = ClientPermission.every()
HALF = MANY // 2
NONE = FirmPermission.none()


def colleagues(town: Town, number: int, permissions: FirmPermission = NONE) -> list[Member]:
    return [member(person(f"col{n}"), town.smith, permissions) for n in range(number)]


def invited(town: Town, email: str = "olga@smithcpa.com") -> FirmInvitation:
    """Dune, a client without a firm, lets its accountant in."""
    dune = client(f"Dune {email}")
    owner = contact(f"owner-{email.partition('@')[0]}", dune)
    return invite_firm(dune, "A", "B", email, PAY, by=owner, held=EVERYTHING, acknowledged=True)


def beyond_the_grant() -> list[Assignment]:
    """Assignments that stand and hold what the client has not granted, or stand on a link that has ended."""
    standing = Assignment.objects.standing().annotate(kept=F("permissions").bitand(F("link__granted")))
    return [*standing.exclude(kept=F("permissions")), *standing.exclude(link__ended_at=None)]


def test_fifty_accepts_by_one_member_make_one_link(standing_town: Town) -> None:
    made = invited(standing_town)

    answers = at_once([lambda: accept_firm_invitation(made, by=standing_town.olga)] * MANY)

    assert refusals(answers) == [NOT_OPEN] * (MANY - 1)
    assert ClientLink.objects.filter(client=made.client).count() == 1
    assert Assignment.objects.get(link__client=made.client).member == standing_town.olga
    assert Event.objects.filter(verb=Verb.CLIENT_CONNECTED).count() == 1


def test_fifty_members_of_two_firms_accept_one_invitation_and_one_is_in(standing_town: Town) -> None:
    made = invited(standing_town, "amy@gmail.com")
    ours = colleagues(standing_town, HALF, FirmPermission.ADD_CLIENTS)
    theirs = [
        member(person(f"riv{n}", "rivaltax.com"), standing_town.rival, FirmPermission.ADD_CLIENTS) for n in range(HALF)
    ]

    answers = at_once([accepting(made, somebody) for somebody in ours + theirs])

    assert refusals(answers) == [NOT_OPEN] * (MANY - 1)
    made.refresh_from_db()
    assert ClientLink.objects.get(client=made.client) == made.link
    assert Assignment.objects.get(link=made.link).member.user == made.accepted_by


def accepting(made: FirmInvitation, by: Member) -> Callable[[], Any]:
    return lambda: accept_firm_invitation(made, by=by)


def test_fifty_invitations_of_one_client_to_one_firm_make_one_link(standing_town: Town) -> None:
    dune = client("Dune Co")
    facts = {"by": contact("dana", dune), "held": EVERYTHING, "acknowledged": True}
    many = [invite_firm(dune, "A", "B", f"a{n}@smithcpa.com", PAY, **facts) for n in range(MANY)]

    answers = at_once([accepting(made, standing_town.olga) for made in many])

    assert refusals(answers) == [ALREADY] * (MANY - 1)
    assert ClientLink.objects.live().filter(client=dune).count() == 1
    assert FirmInvitation.objects.open().filter(client=dune).count() == MANY - 1, "a refused one stays open"


def test_narrowing_and_assigning_at_once_leave_nothing_beyond_the_grant(standing_town: Town) -> None:
    acme, mona, carla = standing_town.acme, standing_town.mona, standing_town.carla
    people = colleagues(standing_town, HALF)
    wide = PAY | TAXES | PEOPLE
    narrows = [lambda: change_grant(acme, TAXES, by=carla, held=EVERYTHING)] * HALF
    assigns = [lambda somebody=somebody: assign(acme, somebody, wide, by=mona) for somebody in people]

    answers = at_once([act for pair in zip(assigns, narrows, strict=True) for act in pair])

    assert all("has not granted your firm: Make payments, Manage employees" in told for told in refusals(answers))
    assert beyond_the_grant() == []
    assert Assignment.objects.standing().filter(link=acme).count() == 1 + HALF - len(refusals(answers))
    assert Event.objects.filter(verb=Verb.GRANT_CHANGED).count() == 1


def test_ending_and_assigning_at_once_leave_nobody_at_work(standing_town: Town) -> None:
    acme, mona, carla = standing_town.acme, standing_town.mona, standing_town.carla
    people = colleagues(standing_town, MANY - 1)
    assigns = [lambda somebody=somebody: assign(acme, somebody, PAY, by=mona) for somebody in people]

    answers = at_once([*assigns[:HALF], lambda: end_link(acme, by=carla), *assigns[HALF:]])

    assert set(refusals(answers)) <= {NO_LONGER}
    assert not Assignment.objects.standing().filter(link=acme).exists()
    ended = Event.objects.get(verb=Verb.LINK_ENDED).facts["assignments_ended"]
    assert ended == MANY - len(refusals(answers)), "sam's and each that came before the end"


def test_fifty_editors_of_one_assignment_leave_one_row(standing_town: Town) -> None:
    bloom, mona, sam = standing_town.bloom, standing_town.mona, standing_town.sam

    answers = at_once([lambda: assign(bloom, sam, PEOPLE, by=mona)] * MANY)

    assert refusals(answers) == []
    assert Assignment.objects.filter(link=bloom).count() == 1
    assert Event.objects.filter(verb=Verb.MEMBER_ASSIGNED).count() == 1
    assert Event.objects.filter(verb=Verb.ASSIGNMENT_CHANGED).count() == MANY - 1


def test_removing_a_member_and_assigning_them_at_once_leave_no_access(standing_town: Town) -> None:
    """Some assign singly, some several; sam has asked, and works at one of the clients already."""
    sam, mona, olga, smith = standing_town.sam, standing_town.mona, standing_town.olga, standing_town.smith
    links = [link(client(f"Client {n}"), smith, PAY | TAXES) for n in range(HALF)]
    for each in links[::2]:
        request_access(each, PAY, "Holiday cover", by=sam)
        assign(each, sam, TAXES, by=mona)
        request_access(each, PAY, "Holiday cover", by=sam)
    single = [lambda at=at: assign(at, sam, PAY, by=mona) for at in links[:-2]]
    several = [lambda: assign_several(links, [mona, sam], PAY, by=olga)] * 3

    answers = at_once([*single, lambda: remove(sam, by=olga), *several])

    assert set(refusals(answers)) <= {NOT_A_COLLEAGUE, CHANGED_MEANWHILE}
    assert not Member.objects.filter(user=sam.user).exists()
    assert not Assignment.objects.exclude(member=mona).exists()
    assert not AssignmentRequest.objects.exists()


def test_members_who_asked_leave_while_the_clients_grant(standing_town: Town) -> None:
    """The firm is connected in any case; whoever has left works nowhere."""
    town, acts = standing_town, []
    for number, asker in enumerate(colleagues(town, HALF)):
        company = client(f"Client {number}")
        asked = ask_client(town.smith, "Dune", f"n{number}@dune.example", "payroll", PAY, by=asker)
        acts += [
            lambda asked=asked, at=company: grant_request(asked, at, PAY, by=town.carla, held=EVERYTHING),
            lambda asker=asker: remove(asker, by=town.olga),
        ]

    answers = at_once(acts)

    assert refusals(answers) == []
    assert ClientLink.objects.live().filter(client__legal_name__startswith="Client").count() == HALF
    assert not Assignment.objects.exclude(member=town.sam).exists()


def test_fifty_grants_of_one_access_request_make_one_link(standing_town: Town) -> None:
    dune = client("Dune Co")
    dan = contact("dan", dune)
    asked = ask_client(standing_town.smith, "Dune", "dan@dune.example", "payroll", PAY, by=standing_town.olga)

    answers = at_once([lambda: grant_request(asked, dune, PAY, by=dan, held=dune.offered)] * MANY)

    assert refusals(answers) == [NOT_OPEN] * (MANY - 1)
    assert ClientLink.objects.live().filter(client=dune).count() == 1
    assert Letter.objects.filter(kind="client_connected").count() == 1


def test_fifty_wishes_of_one_client_leave_one_request(standing_town: Town) -> None:
    def ask() -> AccessRequest:
        return ask_client(standing_town.smith, "Dune", "dan@dune.example", "payroll", PAY, by=standing_town.olga)

    answers = at_once([ask] * MANY)

    assert len(refusals(answers)) == MANY - 1
    assert AccessRequest.objects.count() == 1
    assert Letter.objects.filter(kind="access_request").count() == 1


def test_a_request_is_granted_while_a_colleague_assigns(standing_town: Town) -> None:
    """Both touch the link and the request: whoever is second waits, and nobody is thrown out."""
    town = standing_town
    wishes = [request_access(town.acme, REPORTS, "Month end", by=who) for who in colleagues(town, HALF)]
    grants = [lambda wish=wish: grant_wish(wish, REPORTS, by=town.mona) for wish in wishes]
    assigns = [lambda wish=wish: assign(town.acme, wish.member, REPORTS, by=town.olga) for wish in wishes]

    answers = at_once([act for pair in zip(grants, assigns, strict=True) for act in pair])

    assert set(refusals(answers)) <= {ANSWERED}
    assert Assignment.objects.filter(link=town.acme, permissions=REPORTS).count() == HALF
    assert AssignmentRequest.objects.filter(granted=True).count() == HALF


def test_two_deciders_who_remove_or_narrow_each_other_leave_one(standing_town: Town) -> None:
    carla, dan = standing_town.carla, contact("dan", standing_town.acme.client)
    acts = [
        lambda: remove_contact(carla, by=dan),
        lambda: change_contact(dan, "Owner", PAY, by=carla, held=EVERYTHING),
    ]

    answers = at_once(acts)

    assert refusals(answers) == [LAST_DECIDER]
    assert Contact.objects.filter(client=standing_town.acme.client).who_let_firms_in().count() == 1


def test_many_clocks_write_down_an_end_once(standing_town: Town) -> None:
    Assignment.objects.update(expires_at=F("assigned_at"))

    assert sum(at_once([end_expired] * MANY)) == 1
    assert Event.objects.filter(verb=Verb.ASSIGNMENT_EXPIRED).count() == 1
    assert Letter.objects.filter(kind="assignment_ended").count() == 1
