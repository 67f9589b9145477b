"""How each product calls the pages of its account, letter for letter."""

from typing import NamedTuple

from clients.models import Client, Product


class Words(NamedTuple):
    """`third`: the page of the firms that have access; `entry`: the button there and the page it leads to; `before`:
    where one comes from to the first page of an invitation; `add`: its name; `send`: the last button."""

    third: str
    entry: str
    entry_page: str
    before: str
    before_page: str
    add: str
    send: str


THIRD, CENTER = "company:third_parties", "company:invite_center"
PAYROLL = Words(
    third="Third party admins",
    entry="Add firm",
    entry_page="company:add_firm",
    before="Third party admins",
    before_page=THIRD,
    add="Add firm",
    send="Invite firm",
)
PEO = Words(
    third="Third-party admin",
    entry="Invite center",
    entry_page=CENTER,
    before="Invite center",
    before_page=CENTER,
    add="Add accountant",
    send="Send Invite",
)


def words_of(client: Client) -> Words:
    return PEO if client.product == Product.PEO else PAYROLL
