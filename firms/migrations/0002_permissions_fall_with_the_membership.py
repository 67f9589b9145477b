"""A firm permission cannot outlive the membership it belongs to, and none can exist without one."""

from django.db import migrations

TIE = """
ALTER TABLE firms_firmuserpermission ADD CONSTRAINT permissions_fall_with_the_membership
    FOREIGN KEY (user_id, content_object_id) REFERENCES firms_member (user_id, firm_id) ON DELETE CASCADE;
"""
UNTIE = "ALTER TABLE firms_firmuserpermission DROP CONSTRAINT permissions_fall_with_the_membership;"


class Migration(migrations.Migration):
    dependencies = [("firms", "0001_initial")]
    operations = [migrations.RunSQL(TIE, UNTIE)]
