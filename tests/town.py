"""The town: one letter, one part.

*olga* owns Smith CPA, *mona* manages its members, *sam* is staff there; *rita* runs the rival firm; *fred* has founded
a firm and not confirmed his email; *nora* belongs nowhere; *gus* is support staff, *root* a superuser.
"""

from dataclasses import dataclass
from datetime import timedelta

from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.utils import timezone

from advisor.permissions import FirmPermission
from advisor.users.models import User
from firms.models import Firm, FirmDomain, Member, MemberInvitation
from firms.models.permission import replace

PASSWORD = "correct-Horse-battery-9"
MANAGE = FirmPermission.MANAGE_MEMBERS


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

    def user(self, name: str) -> User:
        """The person with this name, member or not."""
        somebody = getattr(self, name)
        return somebody.user if isinstance(somebody, Member) else somebody


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
    return Town(
        smith=smith,
        rival=rival,
        young=young,
        olga=olga,
        mona=member(person("mona"), smith, MANAGE | FirmPermission.VIEW_ACTIVITY, "Controller"),
        sam=member(person("sam"), smith, FirmPermission.none()),
        rita=member(person("rita", "rivaltax.com"), rival, FirmPermission.every()),
        fred=member(fred, young, FirmPermission.every()),
        nora=person("nora", "nowhere.example"),
        gus=gus,
        root=root,
        ivy=ivy,
        ivy_token=ivy_token,
    )


def age(invited: MemberInvitation, **by: float) -> None:
    """Let time pass for an invitation: `age(ivy, days=7, seconds=1)`."""
    past = timedelta(**by)
    MemberInvitation.objects.filter(pk=invited.pk).update(
        sent_at=invited.sent_at - past, expires_at=invited.expires_at - past
    )
    invited.refresh_from_db()
