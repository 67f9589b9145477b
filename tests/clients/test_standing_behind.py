"""An offer is worth what the person behind it could still give."""

import pytest

from advisor.errors import Refused
from advisor.permissions import LETS_FIRMS_IN
from clients.actions.connecting import accept_firm_invitation, invite_firm
from clients.actions.contacts import change_contact, invite_contact, join_with_account, remove_contact
from clients.actions.granting import change_grant, end_link
from clients.models import Contact, FirmInvitation
from tests.clients.test_assigning import effective
from tests.town import PAY, PEOPLE, TAXES, THIRD, Town, at_work, client, contact, person

pytestmark = pytest.mark.django_db


def dune(name: str) -> Contact:
    return contact(name, client("Dune Inc"))


def invited(by: Contact) -> FirmInvitation:
    held = by.permissions
    return invite_firm(
        by.client, "Olga", "Field", "olga@smithcpa.com", PAY | TAXES, by=by, held=held, acknowledged=True
    )


def test_what_the_inviter_no_longer_holds_is_not_given(town: Town) -> None:
    dana = dune("dana")
    contact("kim", dana.client)
    offer = invited(dana)
    change_contact(dana, "Owner", LETS_FIRMS_IN | PAY, by=dana, held=dana.permissions)

    link = accept_firm_invitation(offer, by=town.olga)

    assert link.granted == effective(town.olga, link) == PAY


def test_an_inviter_who_no_longer_decides_lets_nobody_in(town: Town) -> None:
    dana = dune("dana")
    kim = contact("kim", dana.client)
    offer = invited(dana)
    remove_contact(dana, by=kim)

    with pytest.raises(Refused, match="no longer decides for the company"):
        accept_firm_invitation(offer, by=town.olga)


def test_a_contact_invited_by_somebody_who_no_longer_decides_does_not_come_in(town: Town) -> None:
    dana = dune("dana")
    kim = contact("kim", dana.client)
    offer = invite_contact(dana.client, "Una", "Wray", "una@dune.example", PAY, by=dana, held=dana.permissions)
    remove_contact(dana, by=kim)

    with pytest.raises(Refused, match="no longer decides for the company"):
        join_with_account(offer, person("una", "dune.example"))


def test_an_advisor_whose_access_ended_lets_no_other_firm_in(town: Town) -> None:
    change_grant(town.acme, LETS_FIRMS_IN | PAY, by=town.carla, held=town.carla.permissions)
    at_work(town.mona, town.acme, LETS_FIRMS_IN | PAY)
    acme = town.acme.client
    offer = invite_firm(
        acme, "Rita", "Costa", "rita@rivaltax.com", PAY, by=town.mona, held=THIRD | PEOPLE | PAY, acknowledged=True
    )
    end_link(town.acme, by=town.carla)

    with pytest.raises(Refused, match="no longer decides for the company"):
        accept_firm_invitation(offer, by=town.rita)


def test_support_staff_set_a_company_up(town: Town) -> None:
    acme = town.acme.client
    offer = invite_contact(acme, "Una", "Wray", "una@acme.example", PAY, by=town.gus, held=acme.offered)

    assert join_with_account(offer, person("una", "acme.example")).permissions == PAY
