"""The clock's door to clients."""

from celery import shared_task

from clients.actions import assigning, schedules


@shared_task
def end_expired() -> int:
    return assigning.end_expired()


@shared_task
def renew_next_debits() -> int:
    return schedules.renew_next_debits()
