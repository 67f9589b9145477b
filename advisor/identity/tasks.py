"""The clock's door to sessions and confirmations that are over."""

from allauth.usersessions.models import UserSession
from celery import shared_task
from django.contrib.sessions.models import Session
from django.utils import timezone

from advisor.identity.models import LINK_LIVES, Confirmation


@shared_task
def clear_old_sessions() -> int:
    """Remove sessions that have ended by the clock, what was noted of them, and dead confirmations."""
    now = timezone.now()
    ended = Session.objects.filter(expire_date__lt=now).delete()[0]
    UserSession.objects.exclude(session_key__in=Session.objects.values("session_key")).delete()
    Confirmation.objects.filter(sent_at__lt=now - LINK_LIVES).delete()
    return ended
