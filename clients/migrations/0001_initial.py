import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.functions.datetime
import django.db.models.functions.text
import phonenumber_field.modelfields
from django.conf import settings
from django.contrib.postgres.operations import TrigramExtension
from django.db import migrations, models

import advisor.crypto
import advisor.fields
import clients.codes


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("firms", "0004_member_member_can_be_pointed_at"),
        ("support", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        TrigramExtension(),
        migrations.CreateModel(
            name="Client",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(default=clients.codes.new_code, editable=False, max_length=12, unique=True)),
                ("product", models.CharField(choices=[("payroll", "Payroll"), ("peo", "PEO")], max_length=8)),
                (
                    "status",
                    models.CharField(
                        choices=[("enrolling", "Enrolling"), ("active", "Active"), ("terminated", "Terminated")],
                        default="enrolling",
                        max_length=10,
                    ),
                ),
                ("legal_name", models.CharField(max_length=120)),
                ("trading_name", models.CharField(blank=True, max_length=120)),
                ("name", models.CharField(db_default="", editable=False, max_length=120)),
                ("names", models.CharField(db_default="", editable=False, max_length=241)),
                ("ein", models.CharField(blank=True, max_length=9, verbose_name="EIN")),
                ("street", models.CharField(blank=True, max_length=120)),
                ("city", models.CharField(blank=True, max_length=80)),
                ("state", models.CharField(blank=True, max_length=2)),
                ("postal_code", models.CharField(blank=True, max_length=10, verbose_name="ZIP code")),
                ("phone", phonenumber_field.modelfields.PhoneNumberField(blank=True, max_length=128, region=None)),
                (
                    "pay_frequency",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("weekly", "Every week"),
                            ("biweekly", "Every two weeks"),
                            ("semimonthly", "Twice a month"),
                            ("monthly", "Every month"),
                        ],
                        max_length=12,
                    ),
                ),
                ("first_pay_on", models.DateField(blank=True, null=True, verbose_name="first pay date")),
                ("next_debit_on", models.DateField(blank=True, null=True, verbose_name="next debit")),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                (
                    "platform_contact",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="clients",
                        to="support.platformcontact",
                    ),
                ),
            ],
            options={
                "ordering": ["name", "pk"],
            },
        ),
        migrations.CreateModel(
            name="ClientLink",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("granted", advisor.fields.PermissionMask(default=0)),
                ("product", models.CharField(editable=False, max_length=8)),
                ("status", models.CharField(editable=False, max_length=10)),
                ("client_name", models.CharField(editable=False, max_length=120)),
                (
                    "began_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "client",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="links", to="clients.client"
                    ),
                ),
                (
                    "firm",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="links", to="firms.firm"
                    ),
                ),
            ],
            options={
                "ordering": ["client_name", "pk"],
            },
        ),
        migrations.CreateModel(
            name="AssignmentRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("permissions", advisor.fields.PermissionMask(default=0)),
                ("reason", models.CharField(max_length=500)),
                ("until", models.DateField(blank=True, null=True)),
                (
                    "asked_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                ("answered_by_name", models.CharField(blank=True, max_length=200)),
                ("granted", models.BooleanField(null=True)),
                (
                    "firm",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="firms.firm"),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="requests", to="firms.member"
                    ),
                ),
                (
                    "link",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="requests", to="clients.clientlink"
                    ),
                ),
            ],
            options={
                "ordering": ["asked_at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Assignment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("permissions", advisor.fields.PermissionMask(default=0)),
                ("product", models.CharField(db_default="", editable=False, max_length=8)),
                ("status", models.CharField(db_default="", editable=False, max_length=10)),
                (
                    "assigned_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                (
                    "changed_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                ("assigned_by_name", models.CharField(max_length=200)),
                ("expires_at", models.DateTimeField(blank=True, null=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("last_used_at", models.DateTimeField(blank=True, null=True)),
                (
                    "assigned_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "firm",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="firms.firm"),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="assignments", to="firms.member"
                    ),
                ),
                (
                    "link",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="assignments", to="clients.clientlink"
                    ),
                ),
            ],
            options={
                "ordering": ["-assigned_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="AccessRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("email", models.EmailField(max_length=254)),
                ("first_name", models.CharField(max_length=80)),
                ("last_name", models.CharField(max_length=80)),
                ("inviter_name", models.CharField(max_length=200)),
                ("token_digest", models.CharField(editable=False, max_length=64, unique=True)),
                ("reminder_digest", models.CharField(editable=False, max_length=64, null=True, unique=True)),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                ("sent_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("accepted_at", models.DateTimeField(blank=True, null=True)),
                ("declined_at", models.DateTimeField(blank=True, null=True)),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                ("reminded_at", models.DateTimeField(blank=True, null=True)),
                ("expiry_told_at", models.DateTimeField(blank=True, null=True)),
                ("asked_again_at", models.DateTimeField(blank=True, null=True)),
                ("company_name", models.CharField(max_length=120)),
                ("product", models.CharField(choices=[("payroll", "Payroll"), ("peo", "PEO")], max_length=8)),
                ("permissions", advisor.fields.PermissionMask(default=0)),
                ("message", models.CharField(blank=True, max_length=1000)),
                (
                    "accepted_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "firm",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="access_requests", to="firms.firm"
                    ),
                ),
                (
                    "invited_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "link",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="clients.clientlink",
                    ),
                ),
            ],
            options={
                "ordering": ["-sent_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Contact",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(blank=True, max_length=60)),
                ("permissions", advisor.fields.PermissionMask(default=0)),
                (
                    "joined_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                (
                    "client",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="contacts", to="clients.client"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="contacts",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["user__last_name", "user__first_name", "pk"],
            },
        ),
        migrations.CreateModel(
            name="ContactInvitation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("email", models.EmailField(max_length=254)),
                ("first_name", models.CharField(max_length=80)),
                ("last_name", models.CharField(max_length=80)),
                ("inviter_name", models.CharField(max_length=200)),
                ("token_digest", models.CharField(editable=False, max_length=64, unique=True)),
                ("reminder_digest", models.CharField(editable=False, max_length=64, null=True, unique=True)),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                ("sent_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("accepted_at", models.DateTimeField(blank=True, null=True)),
                ("declined_at", models.DateTimeField(blank=True, null=True)),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                ("reminded_at", models.DateTimeField(blank=True, null=True)),
                ("expiry_told_at", models.DateTimeField(blank=True, null=True)),
                ("asked_again_at", models.DateTimeField(blank=True, null=True)),
                ("title", models.CharField(blank=True, max_length=60)),
                ("permissions", advisor.fields.PermissionMask(default=0)),
                ("queued_at", models.DateTimeField(blank=True, editable=False, null=True)),
                (
                    "accepted_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "client",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="contact_invitations",
                        to="clients.client",
                    ),
                ),
                (
                    "invited_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-sent_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="FirmInvitation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("email", models.EmailField(max_length=254)),
                ("first_name", models.CharField(max_length=80)),
                ("last_name", models.CharField(max_length=80)),
                ("inviter_name", models.CharField(max_length=200)),
                ("token_digest", models.CharField(editable=False, max_length=64, unique=True)),
                ("reminder_digest", models.CharField(editable=False, max_length=64, null=True, unique=True)),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                ("sent_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("accepted_at", models.DateTimeField(blank=True, null=True)),
                ("declined_at", models.DateTimeField(blank=True, null=True)),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                ("reminded_at", models.DateTimeField(blank=True, null=True)),
                ("expiry_told_at", models.DateTimeField(blank=True, null=True)),
                ("asked_again_at", models.DateTimeField(blank=True, null=True)),
                ("firm_name", models.CharField(blank=True, max_length=120)),
                ("domain", models.CharField(blank=True, db_index=True, editable=False, max_length=253)),
                ("permissions", advisor.fields.PermissionMask(default=0)),
                ("acknowledged_version", models.CharField(max_length=20)),
                ("passed_on_at", models.DateTimeField(blank=True, null=True)),
                (
                    "accepted_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "client",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="firm_invitations",
                        to="clients.client",
                    ),
                ),
                (
                    "invited_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "link",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="clients.clientlink",
                    ),
                ),
            ],
            options={
                "ordering": ["-sent_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Upload",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("file_name", models.CharField(max_length=200)),
                ("encoding", models.CharField(max_length=20)),
                ("text", advisor.crypto.SealedTextField()),
                ("verdicts", advisor.crypto.SealedTextField()),
                (
                    "uploaded_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="client",
            index=django.contrib.postgres.indexes.GinIndex(
                django.contrib.postgres.indexes.OpClass(
                    django.db.models.functions.text.Upper("names"), name="gin_trgm_ops"
                ),
                name="clients_by_parts_of_names",
            ),
        ),
        migrations.AddIndex(
            model_name="client",
            index=models.Index(fields=["next_debit_on"], name="clients_by_next_debit"),
        ),
        migrations.AddConstraint(
            model_name="client",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ein", ""), _negated=True), fields=("ein",), name="one_client_per_ein"
            ),
        ),
        migrations.AddConstraint(
            model_name="client",
            constraint=models.CheckConstraint(
                condition=models.Q(("ein", ""), ("ein__regex", "^[0-9]{9}$"), _connector="OR"),
                name="ein_is_nine_digits",
            ),
        ),
        migrations.AddConstraint(
            model_name="client",
            constraint=models.UniqueConstraint(
                fields=("id", "product", "status", "name"), name="what_links_copy_of_a_client"
            ),
        ),
        migrations.AddIndex(
            model_name="clientlink",
            index=models.Index(
                condition=models.Q(("ended_at", None)),
                fields=["firm", "product", "status", "client_name", "id"],
                include=("client", "granted"),
                name="live_links_by_tab",
            ),
        ),
        migrations.AddIndex(
            model_name="clientlink",
            index=models.Index(
                condition=models.Q(("ended_at", None)), fields=["firm", "product", "status"], name="live_links_counted"
            ),
        ),
        migrations.AddIndex(
            model_name="clientlink",
            index=models.Index(
                condition=models.Q(("ended_at", None)),
                fields=["firm", "status", "client_name", "id"],
                include=("client", "granted"),
                name="live_links_by_status",
            ),
        ),
        migrations.AddConstraint(
            model_name="clientlink",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at", None)),
                fields=("client", "firm"),
                name="one_live_link_per_firm_and_client",
            ),
        ),
        migrations.AddConstraint(
            model_name="clientlink",
            constraint=models.UniqueConstraint(fields=("id", "firm"), name="link_can_be_pointed_at"),
        ),
        migrations.AddConstraint(
            model_name="clientlink",
            constraint=models.UniqueConstraint(
                fields=("id", "firm", "product", "status"), name="what_assignments_copy_of_a_link"
            ),
        ),
        migrations.AddConstraint(
            model_name="assignmentrequest",
            constraint=models.UniqueConstraint(
                condition=models.Q(("answered_at", None)),
                fields=("link", "member"),
                name="one_open_request_per_member_and_link",
            ),
        ),
        migrations.AddIndex(
            model_name="assignment",
            index=models.Index(
                condition=models.Q(("ended_at", None)),
                fields=["link", "member"],
                include=("permissions", "expires_at"),
                name="live_assignments_of_a_link",
            ),
        ),
        migrations.AddIndex(
            model_name="assignment",
            index=models.Index(
                condition=models.Q(("ended_at", None)),
                fields=["member", "product", "status", "expires_at"],
                name="live_assignments_counted",
            ),
        ),
        migrations.AddIndex(
            model_name="assignment",
            index=models.Index(
                condition=models.Q(("ended_at", None)), fields=["expires_at"], name="assignments_that_end"
            ),
        ),
        migrations.AddConstraint(
            model_name="assignment",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at", None)),
                fields=("member", "link"),
                include=("permissions", "expires_at"),
                name="one_live_assignment_per_member_and_link",
            ),
        ),
        migrations.AddConstraint(
            model_name="accessrequest",
            constraint=models.UniqueConstraint(
                condition=models.Q(("accepted_at", None), ("declined_at", None), ("withdrawn_at", None)),
                fields=("firm", "email", "product"),
                name="one_access_request_per_address_and_firm",
            ),
        ),
        migrations.AddConstraint(
            model_name="contact",
            constraint=models.UniqueConstraint(fields=("user", "client"), name="one_contact_per_person_and_client"),
        ),
        migrations.AddIndex(
            model_name="contactinvitation",
            index=models.Index(
                condition=models.Q(("queued_at__isnull", False)),
                fields=["queued_at", "id"],
                name="contact_invitations_in_turn",
            ),
        ),
        migrations.AddConstraint(
            model_name="contactinvitation",
            constraint=models.UniqueConstraint(
                condition=models.Q(("accepted_at", None), ("declined_at", None), ("withdrawn_at", None)),
                fields=("client", "email"),
                name="one_contact_invitation_per_address_and_client",
            ),
        ),
        migrations.AddConstraint(
            model_name="firminvitation",
            constraint=models.UniqueConstraint(
                condition=models.Q(("accepted_at", None), ("declined_at", None), ("withdrawn_at", None)),
                fields=("client", "email"),
                name="one_firm_invitation_per_address_and_client",
            ),
        ),
        migrations.AddIndex(
            model_name="upload",
            index=models.Index(fields=["uploaded_at"], name="uploads_by_age"),
        ),
    ]
