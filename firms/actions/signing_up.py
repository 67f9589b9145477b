"""From the welcome page to a firm: begin, profile, create; and what the clock does to those who stop half way."""

from datetime import timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from advisor.audit.book import Visitor, record
from advisor.audit.verbs import Verb
from advisor.crypto import digest
from advisor.errors import Refused
from advisor.identity.actions import begin_confirmation
from advisor.identity.models import Purpose
from advisor.mail.outbox import address_of, send
from advisor.permissions import FirmPermission
from advisor.users.models import User
from firms import mails
from firms.actions.domains import FIRM_EXISTS, founders_address
from firms.actions.lapsing import free_lapsed
from firms.domains import NotAWorkAddress, work_address
from firms.models import AdministratorAsk, Firm, FirmDomain, Member, SignUp
from firms.models.permission import replace
from firms.models.sign_up import ACCOUNT, FIRM, PROFILE

ASKS_A_DAY = 10
LONGEST_NOTE = 400  # characters; more than any field of the three steps takes
OVER = "This sign-up is over. Sign in, or begin again."
TAKEN = "This username is taken. Choose another one."
ADDRESS_UNUSABLE = "This work email cannot be used for a new account. If it is yours, sign in or reset your password."


def begin(browser: str) -> SignUp:
    """Get Started, in the browser that holds this secret."""
    return SignUp.objects.create(browser_digest=digest(browser))


def note(sign_up: SignUp, typed: dict[str, str]) -> None:
    """Keep the fields as they stand, good or not, for Back and for another try. A password is never among them."""
    known = (*FIRM, *PROFILE, *ACCOUNT)
    sign_up.typed |= {name: text[:LONGEST_NOTE] for name, text in typed.items() if name in known}
    SignUp.objects.filter(pk=sign_up.pk, completed_at=None).update(typed=sign_up.typed)


@transaction.atomic
def keep_firm(sign_up: SignUp, firm_name: str, website: str) -> None:
    """The first step."""
    _unfinished(sign_up)
    sign_up.firm_name, sign_up.website = firm_name, website
    sign_up.save(update_fields=["firm_name", "website"])


def keep_profile(sign_up: SignUp, profile: dict[str, Any]) -> None:
    """The second step. A founder's email is judged here, where it is typed; an invited person's is fixed.

    What was typed is kept even when the address is refused: *Ask your administrator* needs it.
    """
    with transaction.atomic():
        _unfinished(sign_up)
        names = [name for name in PROFILE if name != "email" or sign_up.invitation is None]
        for name in names:
            setattr(sign_up, name, profile[name])
        sign_up.save(update_fields=names)
    if sign_up.invitation is None:
        founders_address(sign_up.email)


@transaction.atomic
def create_firm(sign_up: SignUp, personal_email: str, username: str, password: str) -> Member:
    """User, firm, domain and founder in one transaction; the database lets exactly one firm have the domain.

    Sent twice, the second finds the first one's member. Both addresses are asked to be confirmed.
    """
    sign_up = locked(sign_up)
    if sign_up.completed_at:
        return made_before(sign_up, password)
    address = founders_address(sign_up.email)
    free_lapsed(address.domain)
    firm = Firm.objects.create(name=sign_up.firm_name, website=sign_up.website)
    try:
        with transaction.atomic():
            FirmDomain.objects.create(firm=firm, domain=address.domain)
    except IntegrityError:
        raise Refused(FIRM_EXISTS, field="email") from None
    user = new_user(sign_up, address.key, personal_email, username, password)
    member = Member.objects.create(user=user, firm=firm, role=sign_up.role)
    replace(user, firm, FirmPermission.every())
    finish(sign_up)
    record(Verb.FIRM_CREATED, by=member, firm=firm, about=firm)
    begin_confirmation(user, Purpose.WORK, user.email, by=member)
    begin_confirmation(user, Purpose.PERSONAL, user.personal_email, by=member)
    return member


def locked(sign_up: SignUp) -> SignUp:
    """The row as it is now, with whoever is next waiting behind us; refused when it was cleared meanwhile."""
    rows = SignUp.objects.select_for_update(of=("self",)).select_related("invitation__firm")
    found = rows.filter(pk=sign_up.pk).first()
    if found is None:
        raise Refused(OVER)
    return found


def _unfinished(sign_up: SignUp) -> None:
    """Nothing about a person changes through a sign-up once it has made their account."""
    if locked(sign_up).completed_at:
        raise Refused(OVER)


def made_before(sign_up: SignUp, password: str) -> Member:
    """The same click again: whom the first one made, for whoever knows the password that was chosen then."""
    member = Member.objects.whole().filter(user__email=sign_up.email).first()
    if member is None or not member.user.check_password(password):
        raise Refused(OVER)
    return member


def finish(sign_up: SignUp) -> None:
    """The account exists: the sign-up keeps only what a repeated click needs."""
    SignUp.objects.filter(pk=sign_up.pk).update(completed_at=timezone.now(), typed={})


def new_user(sign_up: SignUp, email: str, personal_email: str, username: str, password: str) -> User:
    """The person of a sign-up. Refused when username or work email was taken in the same instant."""
    try:
        with transaction.atomic():
            return User.objects.create_user(
                username,
                password,
                email=email,
                personal_email=personal_email,
                first_name=sign_up.first_name,
                last_name=sign_up.last_name,
                work_phone=sign_up.work_phone,
                cell_phone=sign_up.cell_phone,
            )
    except IntegrityError as clash:
        if "one_person_per_work_email" in str(clash):
            raise Refused(ADDRESS_UNUSABLE, field="email") from None
        raise Refused(TAKEN, field="username") from None


@transaction.atomic
def ask_administrators(sign_up: SignUp) -> None:
    """Mail the administrators of the firm that holds the domain: once a day per asker, and never a flood."""
    try:
        domain = work_address(sign_up.email).domain
    except NotAWorkAddress:
        return
    held = FirmDomain.objects.held(domain).select_related("firm").select_for_update(of=("self",)).first()
    if held is None:
        return
    name = f"{sign_up.first_name} {sign_up.last_name}"
    asked = AdministratorAsk.objects.filter(firm=held.firm, email=sign_up.email).first()
    a_day_ago = timezone.now() - timedelta(days=1)
    if (asked and asked.asked_at > a_day_ago) or AdministratorAsk.objects.today(held.firm) >= ASKS_A_DAY:
        return
    AdministratorAsk.objects.update_or_create(
        firm=held.firm, email=sign_up.email, defaults={"name": name, "asked_at": timezone.now()}
    )
    record(Verb.ADMINISTRATOR_ASKED, by=Visitor(name), firm=held.firm, about=sign_up.email)
    for manager in Member.objects.filter(firm=held.firm).holding(FirmPermission.MANAGE_MEMBERS).select_related("user"):
        send(
            mails.asked_for_invitation,
            to=manager.user.email if manager.user.email_confirmed_at else "",
            firm=held.firm,
            asker=sign_up,
            link=address_of("firms:add_member"),
        )


def clear_abandoned() -> int:
    """Remove sign-ups that nobody finished, after 24 hours."""
    return SignUp.objects.abandoned().delete()[0]
