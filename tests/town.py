"""The town: one letter, one part.

*olga* owns Smith CPA, *mona* manages its members, *sam* is staff there; *rita* runs the rival firm; *fred* has founded
a firm and not confirmed his email; *nora* belongs nowhere; *gus* is support staff, *root* a superuser.

Acme (Payroll) and Bloom (PEO) are clients of Smith CPA: *sam* works at Acme, nobody at Bloom; Cove is a client of
Rival Tax. *carla* decides for Acme, *dora* is a contact there who does not; *pia* decides for Bloom, *rosa* for Cove.
"""

from dataclasses import dataclass
from datetime import timedelta

from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.utils import timezone

from advisor.permissions import ClientPermission, FirmPermission
from advisor.users.models import User
from clients.models import Assignment, Client, ClientLink, Contact, Product, Status
from firms.models import Firm, FirmDomain, Member, MemberInvitation
from firms.models.permission import replace
from invitations.models import Invitation

PASSWORD = "correct-Horse-battery-9"
MANAGE, ASSIGN = FirmPermission.MANAGE_MEMBERS, FirmPermission.ASSIGN_CLIENTS
PAY, TAXES = ClientPermission.MAKE_PAYMENTS, ClientPermission.MANAGE_TAXES
PEOPLE, SETTINGS = ClientPermission.MANAGE_EMPLOYEES, ClientPermission.EDIT_COMPANY_SETTINGS
THIRD, REPORTS = ClientPermission.MANAGE_THIRD_PARTIES, ClientPermission.VIEW_INVOICES_AND_REPORTS


@dataclass
class Town:
    smith: Firm
    rival: Firm
    young: Firm
    olga: Member
    mona: Member
    sam: Member
    rita: Member
    fred: Member
    nora: User
    gus: User
    root: User
    ivy: MemberInvitation
    ivy_token: str
    acme: ClientLink
    bloom: ClientLink
    cove: ClientLink
    carla: Contact
    dora: Contact
    pia: Contact
    rosa: Contact

    def user(self, name: str) -> User:
        """The person with this name, member, contact or neither."""
        somebody = getattr(self, name)
        return somebody.user if isinstance(somebody, Member | Contact) else somebody


def person(name: str, domain: str = "smithcpa.com", **fields: object) -> User:
    """Somebody who has confirmed both addresses."""
    now = timezone.now()
    known = {
        "email": f"{name}@{domain}",
        "email_confirmed_at": now,
        "personal_email": f"{name}@example.com",
        "personal_email_confirmed_at": now,
        "first_name": name.capitalize(),
        "last_name": "Field",
        "work_phone": "+12125550101",
        "cell_phone": "+12125550102",
    }
    return User.objects.create_user(name, PASSWORD, **(known | fields))


def firm(name: str, domain: str) -> Firm:
    made = Firm.objects.create(name=name, website=f"https://{domain}")
    FirmDomain.objects.create(firm=made, domain=domain)
    return made


def member(user: User, of: Firm, permissions: FirmPermission, role: str = "Accountant") -> Member:
    made = Member.objects.create(user=user, firm=of, role=role)
    replace(user, of, permissions)
    return made


def invitation(
    by: Member, name: str, permissions: FirmPermission = MANAGE, **fields: object
) -> tuple[MemberInvitation, str]:
    """An invitation to the firm of `by`, and its token."""
    made = MemberInvitation(
        firm=by.firm,
        email=f"{name}@{by.firm.domains.get().domain}",
        first_name=name.capitalize(),
        last_name="Field",
        role="CPA",
        permissions=permissions,
        invited_by=by.user,
        inviter_name=str(by),
    )
    token = made.renewed(timezone.now())
    for field, value in fields.items():
        setattr(made, field, value)
    made.save()
    return made, token


def give_app(user: User) -> str:
    """An authenticator app for this person; returns its secret."""
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    return secret


def client(name: str, product: str = Product.PAYROLL, status: str = Status.ACTIVE, **fields: object) -> Client:
    """A company on the platform."""
    return Client.objects.create(legal_name=name, product=product, status=status, **fields)


def contact(name: str, of: Client, permissions: ClientPermission | None = None, title: str = "Owner") -> Contact:
    """Somebody of the company, who may do everything there unless told otherwise."""
    user = person(name, f"{of.legal_name.split()[0].lower()}.example")
    may = of.offered if permissions is None else permissions
    return Contact.objects.create(client=of, user=user, title=title, permissions=may)


def link(of: Client, to: Firm, granted: ClientPermission) -> ClientLink:
    """The company lets the firm in."""
    made = ClientLink.between(of, to, granted)
    made.save()
    return made


def at_work(somebody: Member, at: ClientLink, permissions: ClientPermission, **fields: object) -> Assignment:
    """The member works there with these permissions."""
    return Assignment.objects.create(
        link=at, member=somebody, firm=at.firm, permissions=permissions, assigned_by_name="Olga Field", **fields
    )


def build_town() -> Town:
    smith, rival = firm("Smith CPA", "smithcpa.com"), firm("Rival Tax", "rivaltax.com")
    young = firm("Young Books", "youngbooks.com")
    olga = member(person("olga"), smith, FirmPermission.every(), "CPA")
    ivy, ivy_token = invitation(olga, "ivy")
    fred = person("fred", "youngbooks.com", email_confirmed_at=None, personal_email_confirmed_at=None)
    gus = person("gus", "platform.example", is_staff=True)
    root = person("root", "platform.example", is_staff=True, is_superuser=True)
    for staff in (gus, root):
        give_app(staff)
    sam = member(person("sam"), smith, FirmPermission.none())
    return Town(
        **build_companies(smith, rival, sam),
        smith=smith,
        rival=rival,
        young=young,
        olga=olga,
        mona=member(person("mona"), smith, MANAGE | ASSIGN | FirmPermission.VIEW_ACTIVITY, "Controller"),
        sam=sam,
        rita=member(person("rita", "rivaltax.com"), rival, FirmPermission.every()),
        fred=member(fred, young, FirmPermission.every()),
        nora=person("nora", "nowhere.example"),
        gus=gus,
        root=root,
        ivy=ivy,
        ivy_token=ivy_token,
    )


def build_companies(smith: Firm, rival: Firm, sam: Member) -> dict[str, ClientLink | Contact]:
    """The clients of both firms, with their own people."""
    acme = link(client("Acme Corp", ein="120000001"), smith, PAY | TAXES | PEOPLE | REPORTS)
    bloom = link(client("Bloom LLC", Product.PEO, ein="120000002"), smith, PEOPLE | THIRD | SETTINGS)
    cove = link(client("Cove Inc", ein="120000003"), rival, ClientPermission.offered(Product.PAYROLL))
    at_work(sam, acme, PAY | TAXES)
    return {
        "acme": acme,
        "bloom": bloom,
        "cove": cove,
        "carla": contact("carla", acme.client),
        "dora": contact("dora", acme.client, PAY | SETTINGS, "Bookkeeper"),
        "pia": contact("pia", bloom.client),
        "rosa": contact("rosa", cove.client),
    }


def age(invited: Invitation, **by: float) -> None:
    """Let time pass for an invitation: `age(ivy, days=7, seconds=1)`."""
    past = timedelta(**by)
    type(invited).objects.filter(pk=invited.pk).update(
        sent_at=invited.sent_at - past, expires_at=invited.expires_at - past
    )
    invited.refresh_from_db()
