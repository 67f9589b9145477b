"""Which email domains belong to which firm, and the support desk's exceptions to the rule about public ones."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower, Now

from firms.models.firm import Firm


class FirmDomainQuerySet(models.QuerySet["FirmDomain"]):
    def held(self, domain: str) -> "FirmDomainQuerySet":
        """The row that keeps this domain from another firm now: a lapsed firm keeps nothing."""
        return self.filter(domain=domain, firm__in=Firm.objects.standing())


class FirmDomain(models.Model):
    """A registrable domain, canonical; the database lets no two firms hold one."""

    firm = models.ForeignKey(Firm, on_delete=models.CASCADE, related_name="domains")
    domain = models.CharField(max_length=253, unique=True)
    added_at = models.DateTimeField(db_default=Now(), editable=False)

    objects: ClassVar[Any] = FirmDomainQuerySet.as_manager()

    class Meta:
        ordering = ["domain"]
        constraints = [models.CheckConstraint(condition=Q(domain=Lower("domain")), name="domain_is_lower_case")]

    def __str__(self) -> str:
        return self.domain


class DomainException(models.Model):
    """The support desk allows a domain that our list calls public, or disallows one that it does not know."""

    domain = models.CharField(max_length=253, unique=True)
    allowed = models.BooleanField(help_text="Ticked: may have a firm. Not ticked: refused.")
    reason = models.CharField(max_length=300)
    added_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        ordering = ["domain"]
        constraints = [models.CheckConstraint(condition=Q(domain=Lower("domain")), name="exception_is_lower_case")]

    def __str__(self) -> str:
        return f"{self.domain} ({'allowed' if self.allowed else 'refused'})"
