"""The clock's door to firms."""

from celery import shared_task

from firms.actions import lapsing, signing_up


@shared_task
def free_unconfirmed_domains() -> int:
    return lapsing.free_lapsed()


@shared_task
def clear_abandoned_sign_ups() -> int:
    return signing_up.clear_abandoned()
