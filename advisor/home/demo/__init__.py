"""The demo town: a firm with six members and sixty clients, a rival, companies with contacts, support staff, and
something in every tab. Only with DEBUG."""

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.db.models import Q

from advisor.audit.models import Event
from advisor.home.demo.clients import ein_of, settle
from advisor.home.demo.companies import EVERY
from advisor.home.demo.firm import found, invite_some
from advisor.home.demo.history import Told
from advisor.home.demo.links import connect_all
from advisor.home.demo.offers import make_all
from advisor.home.demo.people import PASSWORD, PLATFORM, RIVAL, SMITH, STAFF, account, sign_ins
from advisor.support.models import PlatformContact
from advisor.users.models import User
from clients.models import Client
from firms.models import Firm, FirmDomain

__all__ = ["seed", "sign_ins", "tear_down"]
FIRMS = ["smithcpa.com", "rivaltax.com"]


@transaction.atomic
def seed() -> bool:
    """Build the town, dated relative to today; False when it stands already."""
    if FirmDomain.objects.filter(domain="smithcpa.com").exists():
        return False
    told: Told = []
    password = make_password(PASSWORD)
    exchange = {"street": "20 Exchange Place", "city": "New York", "postal_code": "10005"}
    smith = found(told, "Smith CPA", "smithcpa.com", SMITH, password, **exchange)
    rival = found(told, "Rival Tax", "rivaltax.com", RIVAL, password, city="Hoboken", state="NJ")
    staff = [account(person, PLATFORM, password, is_staff=True) for person in STAFF]
    staff[-1].is_superuser = True
    User.objects.bulk_create(staff)
    invite_some(told, smith["mona"])
    places = settle(smith["olga"], password)
    connect_all(told, places, smith, rival)
    make_all(told, places, smith, rival)
    Event.objects.bulk_create(sorted(told, key=lambda event: event.at))
    return True


@transaction.atomic
def tear_down() -> None:
    """Remove the town's firms, companies and people, whatever they are called by now; the book keeps what happened."""
    theirs = Q(username__in=[entry["username"] for entry in sign_ins()])
    for domain in [*FIRMS, PLATFORM, *(company.domain for company in EVERY)]:
        theirs |= Q(email__endswith=f"@{domain}")
    Firm.objects.filter(domains__domain__in=FIRMS).delete()
    eins = [ein_of(number) for number in range(len(EVERY))]
    Client.objects.filter(Q(ein__in=eins) | Q(legal_name__in=[company.legal_name for company in EVERY])).delete()
    PlatformContact.objects.filter(email__endswith=f"@{PLATFORM}").delete()
    User.objects.filter(theirs).delete()
