"""The clock's door to clients."""

from celery import shared_task

from clients.actions import assigning, importing, schedules


@shared_task
def end_expired() -> int:
    return assigning.end_expired()


@shared_task
def renew_next_debits() -> int:
    return schedules.renew_next_debits()


@shared_task
def send_imported_invitations() -> int:
    return importing.send_in_turn()


@shared_task
def forget_abandoned_uploads() -> int:
    return importing.forget_abandoned()
