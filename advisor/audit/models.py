"""The book: what happened, who did it, in which capacity, to whom, what was before and what is after.

Append only. The application's database role may insert and read; a trigger refuses everybody else's change too.
Numbers of firms and clients are not foreign keys and names are copied: the book outlives what it is about.
"""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from advisor.audit.verbs import SENTENCES, Verb


class Capacity(models.TextChoices):
    MEMBER = "member", "Member of the firm"
    CONTACT = "contact", "Contact of the client"
    STAFF = "staff", "Support staff"
    PERSON = "person", "Signed-in person"
    VISITOR = "visitor", "Visitor"
    CLOCK = "clock", "Advisor Dashboard"


class EventQuerySet(models.QuerySet["Event"]):
    def of_firm(self, firm_id: int) -> "EventQuerySet":
        return self.filter(firm_id=firm_id)

    def of_client(self, client_id: int) -> "EventQuerySet":
        return self.filter(client_id=client_id)

    def naming(self, word: str) -> "EventQuerySet":
        """Whose actor or subject has this in the name, as it was copied then: members who left are found too."""
        return self.filter(models.Q(actor_name__icontains=word) | models.Q(about_name__icontains=word))

    def before(self, event_id: int) -> "EventQuerySet":
        return self.filter(pk__lt=event_id)


class Event(models.Model):
    at = models.DateTimeField(db_default=Now(), editable=False)
    verb = models.CharField(max_length=40, choices=Verb.choices)
    capacity = models.CharField(max_length=10, choices=Capacity.choices)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+"
    )
    actor_name = models.CharField(max_length=200)
    firm_id = models.BigIntegerField(null=True)
    client_id = models.BigIntegerField(null=True)
    about_kind = models.CharField(max_length=40, blank=True)
    about_id = models.BigIntegerField(null=True)
    about_name = models.CharField(max_length=300, blank=True)
    facts = models.JSONField(default=dict)
    address = models.GenericIPAddressField(null=True)
    user_agent = models.CharField(max_length=300, blank=True)

    objects: ClassVar[Any] = EventQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        get_latest_by = "pk"
        default_permissions = ["view"]
        indexes = [
            models.Index(fields=["firm_id", "-id"], name="book_of_a_firm"),
            models.Index(fields=["client_id", "-id"], name="book_of_a_client"),
            models.Index(fields=["actor", "-id"], name="book_of_an_actor"),
            models.Index(fields=["about_kind", "about_id", "-id"], name="book_about_someone"),
        ]

    def __str__(self) -> str:
        return f"{self.actor_name} {self.sentence}"

    @property
    def sentence(self) -> str:
        """What happened, without its subject: "invited Sam Field to join the firm."."""
        named = {name: self.facts.get(name) or "someone" for name in ("client", "firm")}
        return SENTENCES[self.verb].format(about=self.about_name or "someone", **named)
