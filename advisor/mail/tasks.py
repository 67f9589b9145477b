"""The clock's door to the outbox."""

from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from advisor.mail.models import Letter
from advisor.mail.relay import post_due

KEPT = timedelta(days=90)


@shared_task
def post_due_letters() -> int:
    """Post what is due. Beat calls this every few seconds."""
    return post_due()


@shared_task
def forget_old_letters() -> int:
    """Remove the traces (address, subject) of letters sent long ago; the book keeps what happened."""
    return Letter.objects.filter(sent_at__lt=timezone.now() - KEPT).delete()[0]
