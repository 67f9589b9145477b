"""What the database itself keeps true: a client's names, what links copy of a client and assignments of a link, and that
an assignment or a request joins a link and a member of one firm and falls with either."""

from django.db import migrations

NAMES = """
CREATE FUNCTION clients_write_names() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.name := COALESCE(NULLIF(NEW.trading_name, ''), NEW.legal_name);
    NEW.names := concat_ws(' ', NULLIF(NEW.trading_name, ''), NEW.legal_name);
    RETURN NEW;
END $$;
CREATE TRIGGER write_names BEFORE INSERT OR UPDATE ON clients_client
    FOR EACH ROW EXECUTE FUNCTION clients_write_names();
"""
NO_NAMES = "DROP TRIGGER write_names ON clients_client; DROP FUNCTION clients_write_names();"
COPIES = """
CREATE FUNCTION clients_copy_link() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    SELECT product, status INTO NEW.product, NEW.status FROM clients_clientlink WHERE id = NEW.link_id;
    RETURN NEW;
END $$;
CREATE TRIGGER copy_link BEFORE INSERT ON clients_assignment
    FOR EACH ROW WHEN (NEW.product = '') EXECUTE FUNCTION clients_copy_link();
"""
NO_COPIES = "DROP TRIGGER copy_link ON clients_assignment; DROP FUNCTION clients_copy_link();"
TIES = """
ALTER TABLE clients_clientlink ADD CONSTRAINT link_copies_its_client
    FOREIGN KEY (client_id, product, status, client_name) REFERENCES clients_client (id, product, status, name)
    ON UPDATE CASCADE ON DELETE CASCADE;
ALTER TABLE clients_assignment ADD CONSTRAINT assignment_falls_with_the_membership
    FOREIGN KEY (member_id, firm_id) REFERENCES firms_member (id, firm_id) ON DELETE CASCADE;
ALTER TABLE clients_assignment ADD CONSTRAINT assignment_copies_its_link
    FOREIGN KEY (link_id, firm_id, product, status) REFERENCES clients_clientlink (id, firm_id, product, status)
    ON UPDATE CASCADE ON DELETE CASCADE;
ALTER TABLE clients_assignmentrequest ADD CONSTRAINT request_falls_with_the_membership
    FOREIGN KEY (member_id, firm_id) REFERENCES firms_member (id, firm_id) ON DELETE CASCADE;
ALTER TABLE clients_assignmentrequest ADD CONSTRAINT request_is_of_the_links_firm
    FOREIGN KEY (link_id, firm_id) REFERENCES clients_clientlink (id, firm_id) ON DELETE CASCADE;
"""
NO_TIES = """
ALTER TABLE clients_assignmentrequest DROP CONSTRAINT request_is_of_the_links_firm;
ALTER TABLE clients_assignmentrequest DROP CONSTRAINT request_falls_with_the_membership;
ALTER TABLE clients_assignment DROP CONSTRAINT assignment_copies_its_link;
ALTER TABLE clients_assignment DROP CONSTRAINT assignment_falls_with_the_membership;
ALTER TABLE clients_clientlink DROP CONSTRAINT link_copies_its_client;
"""


class Migration(migrations.Migration):
    dependencies = [("clients", "0001_initial"), ("firms", "0004_member_member_can_be_pointed_at")]
    operations = [
        migrations.RunSQL(NAMES, NO_NAMES),
        migrations.RunSQL(COPIES, NO_COPIES),
        migrations.RunSQL(TIES, NO_TIES),
    ]
