"""A company that has let nobody in yet."""

import pytest

from clients.models import Contact
from tests.town import Town, client, contact


@pytest.fixture
def dune(town: Town) -> Contact:
    """Dan, who decides for Dune Inc, a Payroll client of nobody."""
    return contact("dan", client("Dune Inc"))
