"""What staff do at the desk, by the addresses and fields of its pages."""

from typing import Any

from django.contrib.auth.models import Permission
from django.db import models
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from advisor.users.models import User


def list_of(model: type[models.Model]) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")


def page_of(row: models.Model, page: str = "change") -> str:
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_{page}", args=[row.pk])


def give(user: User, *names: str) -> None:
    """Django's model permissions, like "firms.view_firm"."""
    for name in names:
        app, _, codename = name.partition(".")
        user.user_permissions.add(Permission.objects.get(content_type__app_label=app, codename=codename))


def press(client: Client, row: models.Model, act: str, *, sure: bool = False) -> HttpResponse:
    """The button of an act on the row's page; `sure` also answers the page that asks first."""
    fields: dict[str, Any] = {"CHANGE_FORM-action": act, "_selected_action": str(row.pk)}
    if sure:
        fields["confirmed"] = "yes"
    return client.post(page_of(row), fields, follow=True)


def choose(client: Client, rows: list[models.Model], act: str, *, sure: bool = False) -> HttpResponse:
    """The act for several rows of a list."""
    fields: dict[str, Any] = {"action": act, "index": "0", "_selected_action": [str(row.pk) for row in rows]}
    if sure:
        fields["confirmed"] = "yes"
    return client.post(list_of(type(rows[0])), fields, follow=True)


def said(response: HttpResponse) -> str:
    """The messages of the page that one was led to."""
    return " ".join(str(message) for message in response.context["messages"])
