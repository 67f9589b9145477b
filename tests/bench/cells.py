"""Template filters of the ordinary way: each cell asks its row."""

from typing import Any

from django import template

from clients.models import Assignment, ClientLink

register = template.Library()


@register.filter
def assignment_of(link: ClientLink, member: Any) -> Assignment | None:
    """What the reader has at this client, among the people who were fetched with it."""
    return next((row for row in link.at_work if row.member_id == member.pk), None)


@register.filter
def held_of(assignment: Assignment, link: ClientLink) -> int:
    return len(list(link.granted & assignment.permissions))


@register.filter
def size(permissions: Any) -> int:
    return len(list(permissions))
