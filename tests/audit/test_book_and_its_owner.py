"""The lock on the book holds for the owner of the tables too (P6)."""

import psycopg
import pytest
from django.conf import settings

from advisor.audit.book import record
from advisor.audit.models import Event
from advisor.audit.verbs import Verb
from tests.audit.test_book import CHANGES
from tests.conftest import owner_connection


@pytest.mark.parametrize("change", CHANGES[:3])
def test_the_owner_of_the_tables_is_refused_too(standing_town, change):
    record(Verb.MEMBER_JOINED, by=standing_town.sam, firm=standing_town.smith, about=standing_town.sam)
    with (
        owner_connection(settings.DATABASES["default"]["NAME"]) as owner,
        pytest.raises(psycopg.Error, match="append only"),
    ):
        owner.execute(change)
    assert Event.objects.count() == 1
