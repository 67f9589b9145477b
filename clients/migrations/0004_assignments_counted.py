"""An assignment carries its link's product and status, written and kept the same by the database."""

from django.db import migrations, models

COPIES = """
UPDATE clients_assignment a SET product = l.product, status = l.status FROM clients_clientlink l WHERE l.id = a.link_id;
CREATE FUNCTION clients_copy_link() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    SELECT product, status INTO NEW.product, NEW.status FROM clients_clientlink WHERE id = NEW.link_id;
    RETURN NEW;
END $$;
CREATE TRIGGER copy_link BEFORE INSERT ON clients_assignment
    FOR EACH ROW WHEN (NEW.product = '') EXECUTE FUNCTION clients_copy_link();
ALTER TABLE clients_assignment DROP CONSTRAINT assignment_is_of_the_links_firm;
ALTER TABLE clients_assignment ADD CONSTRAINT assignment_copies_its_link
    FOREIGN KEY (link_id, firm_id, product, status) REFERENCES clients_clientlink (id, firm_id, product, status)
    ON UPDATE CASCADE ON DELETE CASCADE;
"""
NO_COPIES = """
ALTER TABLE clients_assignment DROP CONSTRAINT assignment_copies_its_link;
ALTER TABLE clients_assignment ADD CONSTRAINT assignment_is_of_the_links_firm
    FOREIGN KEY (link_id, firm_id) REFERENCES clients_clientlink (id, firm_id) ON DELETE CASCADE;
DROP TRIGGER copy_link ON clients_assignment;
DROP FUNCTION clients_copy_link();
"""


class Migration(migrations.Migration):
    dependencies = [("clients", "0003_live_links_counted")]
    operations = [
        migrations.AddField("assignment", "product", models.CharField(db_default="", editable=False, max_length=8)),
        migrations.AddField("assignment", "status", models.CharField(db_default="", editable=False, max_length=10)),
        migrations.AddIndex(
            "assignment",
            models.Index(
                condition=models.Q(("ended_at", None)),
                fields=["member", "product", "status", "expires_at"],
                name="live_assignments_counted",
            ),
        ),
        migrations.AddConstraint(
            "clientlink",
            models.UniqueConstraint(fields=("id", "firm", "product", "status"), name="what_assignments_copy_of_a_link"),
        ),
        migrations.RunSQL(COPIES, NO_COPIES),
    ]
