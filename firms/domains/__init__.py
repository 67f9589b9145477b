"""The domain rule: which firm a work email speaks for. Pure code: no database, no settings, no network.

`work_address` reads an email address, `registrable_domain` a bare domain, `is_public` says whether a domain is
shared by strangers, so that no firm may hold it.
"""

from firms.domains.addresses import (
    ENTER_A_WORK_EMAIL,
    NotAWorkAddress,
    WorkAddress,
    work_address,
)
from firms.domains.hosts import NotADomain, canonical_host, registrable_domain
from firms.domains.public import is_public

DIFFERENT_DOMAIN = "Your firm members must share the same email domain. This domain is not allowed."
FIRM_EXISTS = (
    "It looks like your firm is already on Advisor Dashboard. "
    "Contact your firm administrator to access your firm's account."
)

__all__ = [
    "DIFFERENT_DOMAIN",
    "ENTER_A_WORK_EMAIL",
    "FIRM_EXISTS",
    "NotADomain",
    "NotAWorkAddress",
    "WorkAddress",
    "canonical_host",
    "is_public",
    "registrable_domain",
    "work_address",
]
