"""Which firms have access to a company's account, who of them, and who is about to."""

from typing import Any, NamedTuple

from django.core.paginator import Paginator

from advisor.dates import day_in, moment
from clients.company.gates import Insider
from clients.company.pages.rows import (
    MOST_NAMED,
    NEVER,
    day_and_time,
    firm_row,
    firms_of,
    invitation_rows,
    people_words,
    permission_words,
    request_row,
)
from clients.company.words import words_of
from clients.models import AccessRequest, Assignment, ClientLink, FirmInvitation
from firms.pages import page_of

PER_PAGE = 50


class Worker(NamedTuple):
    """Somebody of the firm who has access."""

    number: int
    name: str
    words: str
    permissions: str
    since: str
    until: str
    last_used: tuple[str, str]
    you: bool


def third_parties_page(insider: Insider, waiting: Any, asked: Any) -> dict[str, Any]:
    """The firms that have access, those that ask for it, and the invitations that are open."""
    client = insider.client
    page, pager = page_of(Paginator(firms_of(client), PER_PAGE), asked.get("page"), {})
    return {
        "client": client,
        "words": words_of(client),
        "firms": [firm_row(link, client) for link in page],
        "pager": pager,
        "requests": [request_row(wish, client) for wish in waiting[:PER_PAGE]],
        "invitations": invitation_rows(FirmInvitation.objects, client, "firm_name"),
    }


def third_party_page(insider: Insider, link: ClientLink, asked: Any) -> dict[str, Any]:
    """One firm: what it may do (the editor), and each of its people with what, since when, and when last used."""
    page, pager = page_of(Paginator(Assignment.objects.of_link(link), PER_PAGE), asked.get("page"), {})
    return {
        "client": insider.client,
        "words": words_of(insider.client),
        "link": link,
        "firm": link.firm,
        "since": day_in(link.began_at),
        "own": insider.link is not None and insider.link.pk == link.pk,
        "seen": int(link.granted),
        "workers": [worker_row(worker, insider) for worker in page],
        "people": people_words(pager.total),
        "pager": pager,
    }


def worker_row(worker: Any, insider: Insider) -> Worker:
    return Worker(
        number=worker.member_id,
        name=str(worker.member),
        words=f"{worker.member.role} · {worker.member.user.email}",
        permissions=permission_words(worker.effective, insider.client.offered),
        since=day_in(worker.assigned_at),
        until=moment(worker.expires_at) if worker.expires_at else "",
        last_used=day_and_time(worker.last_used_at) if worker.last_used_at else NEVER,
        you=worker.member.user == insider.by.user,
    )


def end_page(insider: Insider, link: ClientLink) -> dict[str, Any]:
    """What is lost when the firm's access ends."""
    workers = Assignment.objects.of_link(link)
    names = [str(worker.member) for worker in workers[:MOST_NAMED]]
    others = workers.count() - len(names)
    if others > 0:
        names.append("1 other person" if others == 1 else f"{others} others")
    return {
        "client": insider.client,
        "link": link,
        "firm": link.firm,
        "granted": permission_words(link.granted, insider.client.offered),
        "names": ", ".join(names),
        "own": insider.link is not None and insider.link.pk == link.pk,
    }


def shut_out_page(insider: Insider, link: ClientLink, worker: Any) -> dict[str, Any]:
    """What is lost when one person of the firm is removed."""
    row = worker_row(worker, insider)
    return {"client": insider.client, "link": link, "firm": link.firm, "worker": row, "you": row.you}


def request_page(insider: Insider, wish: AccessRequest) -> dict[str, Any]:
    """Who asks, for what and why."""
    client, firm = insider.client, wish.firm
    asker = wish.invited_by
    return {
        "client": client,
        "words": words_of(client),
        "wish": wish,
        "firm": firm,
        "domains": ", ".join(firm.domains.values_list("domain", flat=True)),
        "asker_email": asker.email if asker else "",
        "expires": moment(wish.expires_at),
        "sent": day_in(wish.sent_at),
        "all_held": wish.permissions in insider.permissions,
        "some_held": bool(wish.permissions & insider.permissions),
    }
