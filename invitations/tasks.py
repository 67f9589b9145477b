"""The clock's door to invitations."""

from celery import shared_task

from invitations import actions


@shared_task
def remind_the_invited() -> int:
    return actions.remind_the_invited()


@shared_task
def tell_of_expiry() -> int:
    return actions.tell_of_expiry()
