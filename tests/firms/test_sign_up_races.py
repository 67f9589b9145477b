"""Many at the same time, with real commits: one firm a domain, one act a click, a domain that is freed whole or not."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, connections, transaction
from django.db.models.functions import Now
from django.utils import timezone

from advisor.audit.models import Event
from advisor.audit.verbs import Verb
from advisor.crypto import digest
from advisor.errors import Refused
from advisor.identity.actions import confirm_by_link
from advisor.identity.models import Confirmation
from advisor.mail.models import Letter
from advisor.users.models import User
from firms.actions.domains import FIRM_EXISTS, add_domain
from firms.actions.lapsing import free_lapsed
from firms.actions.signing_up import ask_administrators, create_firm
from firms.models import Firm, FirmDomain, Member, SignUp
from tests.races import MANY, at_once, refusals
from tests.town import Town


def sign_up(name: str, domain: str = "chenpartners.com") -> SignUp:
    """A sign-up that wants only its last step."""
    return SignUp.objects.create(
        browser_digest=name,
        firm_name="Chen",
        website=f"https://{domain}",
        first_name=name,
        last_name="Chen",
        email=f"{name}@{domain}",
        role="CPA",
        work_phone="+12125550144",
        cell_phone="+12125550145",
    )


def creating(row: SignUp, username: str) -> Callable[[], Any]:
    return lambda: create_firm(row, f"{username}@example.com", username, "walrus Umbrella 42")


def test_fifty_sign_ups_of_one_domain_leave_one_firm(committed: None) -> None:
    rows = [sign_up(f"amy{number}") for number in range(MANY)]

    answers = at_once([creating(row, f"amy{number}") for number, row in enumerate(rows)])

    assert sum(isinstance(answer, Member) for answer in answers) == 1
    assert refusals(answers) == [FIRM_EXISTS] * (MANY - 1)
    assert (Firm.objects.count(), FirmDomain.objects.count(), Member.objects.count(), User.objects.count()) == (
        1,
        1,
        1,
        1,
    )
    assert Letter.objects.count() == 2


def test_fifty_clicks_on_create_firm_act_once(committed: None) -> None:
    row = sign_up("amy")

    answers = at_once([creating(row, "amy")] * MANY)

    assert {answer.user.username for answer in answers} == {"amy"}
    assert (Firm.objects.count(), Member.objects.count(), User.objects.count()) == (1, 1, 1)
    assert Event.objects.filter(verb=Verb.FIRM_CREATED).count() == 1


def test_fifty_wishes_of_one_asker_mail_once(standing_town: Town) -> None:
    row = sign_up("new", "smithcpa.com")

    at_once([lambda: ask_administrators(row)] * MANY)

    assert Letter.objects.filter(kind="asked_for_invitation").count() == 2, "olga and mona, once each"


def lapse(town: Town) -> None:
    Firm.objects.filter(pk=town.young.pk).update(created_at=Now() - timedelta(hours=24, seconds=1))


def test_an_unconfirmed_firm_frees_its_domain_by_the_clock_alone(standing_town: Town) -> None:
    row = sign_up("amy", "youngbooks.com")
    with pytest.raises(Refused, match="already on Advisor Dashboard"):
        creating(row, "amy")()

    lapse(standing_town)
    member = creating(row, "amy")()

    assert member.firm.domains.get().domain == "youngbooks.com"
    assert not User.objects.filter(username="fred").exists()
    assert Event.objects.filter(verb=Verb.FIRM_LAPSED).count() == 1


def test_an_unconfirmed_firm_keeps_its_domain_for_a_day(standing_town: Town) -> None:
    almost = timedelta(hours=23, minutes=59, seconds=30)
    Firm.objects.filter(pk=standing_town.young.pk).update(created_at=Now() - almost)

    assert free_lapsed() == 0


def test_a_confirmed_firm_never_lapses(standing_town: Town) -> None:
    Firm.objects.update(created_at=Now() - timedelta(days=400))

    assert free_lapsed() == 1, "only fred's"
    assert set(Firm.objects.values_list("name", flat=True)) == {"Smith CPA", "Rival Tax"}


def test_fifty_runs_of_the_clock_free_a_domain_once(standing_town: Town) -> None:
    lapse(standing_town)

    assert sum(at_once([free_lapsed] * MANY)) == 1
    assert Event.objects.filter(verb=Verb.FIRM_LAPSED).count() == 1


def confirmation_of_fred(town: Town) -> Confirmation:
    """A waiting confirmation of the founder's work email, whose link holds the token "test"."""
    return Confirmation.objects.create(
        user=town.fred.user,
        purpose="work",
        address=town.fred.user.email,
        code_digest="",
        token_digest=digest("test"),
        sent_at=Now(),
    )


def while_open(first: Callable[[], Any], second: Callable[[], Any]) -> list[Any]:
    """`second` begins while `first` is done and not yet committed, and has to wait for it; what both answered."""

    def run() -> Any:
        try:
            return second()
        except Refused as refusal:
            return refusal
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as other:
        with transaction.atomic():
            answer = first()
            waiting = other.submit(run)
            until_somebody_waits()
        return [answer, waiting.result()]


def until_somebody_waits() -> None:
    """Until another connection to this database waits for a lock."""
    waiters = "SELECT count(*) FROM pg_locks WHERE NOT granted"
    for _ in range(500):
        with connection.cursor() as cursor:
            cursor.execute(waiters)
            if cursor.fetchone()[0]:
                return
        time.sleep(0.01)
    raise AssertionError("nobody waits for the open transaction")


def test_a_firm_that_is_being_confirmed_is_not_removed(standing_town: Town) -> None:
    confirmation_of_fred(standing_town)
    lapse(standing_town)

    _, freed = while_open(lambda: confirm_by_link("test", by=standing_town.fred.user), free_lapsed)

    assert freed == 0
    assert FirmDomain.objects.get(domain="youngbooks.com").firm == standing_town.young


def test_a_firm_that_is_being_removed_cannot_be_confirmed(standing_town: Town) -> None:
    confirmation_of_fred(standing_town)
    lapse(standing_town)

    freed, confirmed = while_open(free_lapsed, lambda: confirm_by_link("test", by=standing_town.fred.user))

    assert freed == 1
    assert isinstance(confirmed, Refused)
    assert not User.objects.filter(username="fred").exists()


@pytest.mark.parametrize("attempt", range(5))
def test_a_confirmation_in_the_same_instant_wins_or_loses_whole(standing_town: Town, attempt: int) -> None:
    fred = standing_town.fred.user
    confirmation_of_fred(standing_town)
    lapse(standing_town)
    newcomer = sign_up("amy", "youngbooks.com")

    answers = at_once([lambda: confirm_by_link("test", by=fred), free_lapsed, creating(newcomer, "amy"), free_lapsed])

    confirmed = User.objects.filter(pk=fred.pk, email_confirmed_at__isnull=False).exists()
    assert Firm.objects.filter(pk=standing_town.young.pk).exists() == confirmed
    assert confirmed != isinstance(answers[0], Refused)
    assert confirmed == isinstance(answers[2], Refused)
    assert FirmDomain.objects.filter(domain="youngbooks.com").count() == 1


@pytest.mark.django_db
def test_support_staff_can_give_away_the_domain_of_a_lapsed_firm_before_the_clock_has_run(town):
    Firm.objects.filter(pk=town.young.pk).update(created_at=timezone.now() - timedelta(hours=25))
    assert add_domain(town.smith, "youngbooks.com", by=town.gus).firm == town.smith
