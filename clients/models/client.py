"""A company on the platform."""

from typing import Any, ClassVar

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now, Upper
from phonenumber_field.modelfields import PhoneNumberField

from advisor.permissions import PAYROLL, PEO, ClientPermission
from advisor.support.models import PlatformContact
from clients.codes import new_code
from clients.eins import ein_words


class Product(models.TextChoices):
    PAYROLL = PAYROLL, "Payroll"
    PEO = PEO, "PEO"


class Status(models.TextChoices):
    ENROLLING = "enrolling", "Enrolling"
    ACTIVE = "active", "Active"
    TERMINATED = "terminated", "Terminated"


class Frequency(models.TextChoices):
    WEEKLY = "weekly", "Every week"
    BIWEEKLY = "biweekly", "Every two weeks"
    SEMIMONTHLY = "semimonthly", "Twice a month"
    MONTHLY = "monthly", "Every month"


class Client(models.Model):
    """`name` (the trading name, else the legal one) and `names` (both, to be searched) are written by the database
    (migration 0002) whenever one of the two changes."""

    code = models.CharField(max_length=12, unique=True, default=new_code, editable=False)
    product = models.CharField(max_length=8, choices=Product.choices)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.ENROLLING)
    legal_name = models.CharField(max_length=120)
    trading_name = models.CharField(max_length=120, blank=True)
    name = models.CharField(max_length=120, db_default="", editable=False)
    names = models.CharField(max_length=241, db_default="", editable=False)
    ein = models.CharField("EIN", max_length=9, blank=True)
    street = models.CharField(max_length=120, blank=True)
    city = models.CharField(max_length=80, blank=True)
    state = models.CharField(max_length=2, blank=True)
    postal_code = models.CharField("ZIP code", max_length=10, blank=True)
    phone = PhoneNumberField(blank=True)
    platform_contact = models.ForeignKey(
        PlatformContact, null=True, blank=True, on_delete=models.SET_NULL, related_name="clients"
    )
    pay_frequency = models.CharField(max_length=12, choices=Frequency.choices, blank=True)
    first_pay_on = models.DateField("first pay date", null=True, blank=True)
    next_debit_on = models.DateField("next debit", null=True, blank=True)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    objects: ClassVar[Any] = models.Manager()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["ein"], condition=~Q(ein=""), name="one_client_per_ein"),
            models.CheckConstraint(condition=Q(ein="") | Q(ein__regex=r"^[0-9]{9}$"), name="ein_is_nine_digits"),
            models.UniqueConstraint(fields=["id", "product", "status", "name"], name="what_links_copy_of_a_client"),
        ]
        indexes = [
            GinIndex(OpClass(Upper("names"), name="gin_trgm_ops"), name="clients_by_parts_of_names"),
            models.Index(fields=["next_debit_on"], name="clients_by_next_debit"),
        ]

    def __str__(self) -> str:
        return self.trading_name or self.legal_name

    @property
    def offered(self) -> ClientPermission:
        """Every permission that exists in this company's account."""
        return ClientPermission.offered(self.product)

    @property
    def ein_words(self) -> str:
        """As the IRS writes it: "12-3456789"."""
        return ein_words(self.ein)
