"""The table that rate limits count in while Redis does not answer (`manage.py createcachetable` makes the same)."""

from django.db import migrations

MAKE = """
CREATE TABLE advisor_cache (
    cache_key varchar(255) NOT NULL PRIMARY KEY,
    value text NOT NULL,
    expires timestamp with time zone NOT NULL
);
CREATE INDEX advisor_cache_expires ON advisor_cache (expires);
"""


class Migration(migrations.Migration):
    initial = True
    dependencies: list[tuple[str, str]] = []
    operations = [migrations.RunSQL(MAKE, "DROP TABLE advisor_cache")]
