"""The domain rule and the one-firm rule, each said once."""

from django.db import IntegrityError, transaction
from django.db.models import Q

from advisor.audit.book import Actor, record
from advisor.audit.verbs import Verb
from advisor.errors import Refused
from advisor.identity.actions import begin_confirmation
from advisor.identity.models import Confirmation, Purpose
from firms.actions.lapsing import free_lapsed
from firms.domains import (
    DIFFERENT_DOMAIN,
    FIRM_EXISTS,
    NotADomain,
    NotAWorkAddress,
    WorkAddress,
    canonical_host,
    is_public,
    registrable_domain,
    work_address,
)
from firms.models import DomainException, Firm, FirmDomain, Member

ENTER_A_DOMAIN = "Enter a domain, like smith-cpa.com"
PUBLIC_DOMAIN = "Strangers share this domain. If it is a firm's own, allow it under Domain exceptions first."


def read_address(text: str) -> WorkAddress:
    """A well-formed work address, or `Refused` with what to type instead."""
    try:
        return work_address(text)
    except NotAWorkAddress as unusable:
        raise Refused(str(unusable), field="email") from None


def whole_domain(text: str) -> str:
    """A registrable domain in its one spelling, or `Refused`: a part of a domain follows the rule of the whole."""
    try:
        host, whole = canonical_host(text), registrable_domain(text)
    except NotADomain:
        raise Refused(ENTER_A_DOMAIN, field="domain") from None
    if host != whole:
        raise Refused(f"The rule is about whole domains. Enter {whole}, if you mean all of it.", field="domain")
    return whole


def may_have_a_firm(domain: str) -> bool:
    """Not a public mailbox or shared host by our list; the support desk's exceptions come first, both ways."""
    exception = DomainException.objects.filter(domain=domain).values_list("allowed", flat=True).first()
    return not is_public(domain) if exception is None else exception


def founders_address(text: str) -> WorkAddress:
    """An address that a new firm can be founded with; refused for public domains and for domains of a firm."""
    address = read_address(text)
    if not may_have_a_firm(address.domain):
        raise Refused(DIFFERENT_DOMAIN, field="email")
    if FirmDomain.objects.held(address.domain).exists():
        raise Refused(FIRM_EXISTS, field="email")
    return address


def colleagues_address(firm: Firm, text: str) -> WorkAddress:
    """An address of the firm's own domains; a domain disallowed since then is refused like another firm's."""
    address = read_address(text)
    if not FirmDomain.objects.filter(firm=firm, domain=address.domain).exists():
        raise Refused(DIFFERENT_DOMAIN, field="email")
    if not may_have_a_firm(address.domain):
        raise Refused(DIFFERENT_DOMAIN, field="email")
    return address


@transaction.atomic
def add_domain(firm: Firm, domain: str, *, by: Actor) -> FirmDomain:
    """Support staff add a further domain to a firm, after a merger say."""
    name = whole_domain(domain)
    if not may_have_a_firm(name):
        raise Refused(PUBLIC_DOMAIN, field="domain")
    free_lapsed(name)
    try:
        with transaction.atomic():
            added = FirmDomain.objects.create(firm=firm, domain=name)
    except IntegrityError:
        raise Refused("This domain already belongs to a firm.", field="domain") from None
    record(Verb.DOMAIN_ADDED, by=by, firm=firm, about=added.domain)
    return added


@transaction.atomic
def remove_domain(held: FirmDomain, *, by: Actor) -> None:
    """Support staff take a domain from a firm: never the last one, and none that a member's work email is at."""
    firm = Firm.objects.select_for_update().get(pk=held.firm_id)
    if not FirmDomain.objects.filter(firm=firm).exclude(pk=held.pk).exists():
        raise Refused("This is the firm's only email domain. Add another one first.")
    at_it = Q(user__email__endswith=f"@{held.domain}") | Q(user__email__endswith=f".{held.domain}")
    if Member.objects.filter(at_it, firm=firm).exists():
        raise Refused("Members of the firm have their work email at this domain. It can go when nobody uses it.")
    if not FirmDomain.objects.filter(pk=held.pk).delete()[0]:
        raise Refused("This domain was removed meanwhile.")
    record(Verb.DOMAIN_REMOVED, by=by, firm=firm, about=held.domain)


@transaction.atomic
def change_work_email(member: Member, email: str) -> Confirmation:
    """A member's new work email, under the same domain rule; it counts once it is confirmed."""
    address = colleagues_address(member.firm, email)
    if address.key == member.user.email and member.user.email_confirmed_at:
        raise Refused("This is your work email already.", field="email")
    return begin_confirmation(member.user, Purpose.WORK, address.key, by=member)
