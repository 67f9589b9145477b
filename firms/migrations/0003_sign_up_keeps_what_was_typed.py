from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("firms", "0002_permissions_fall_with_the_membership")]
    operations = [
        migrations.AddField("signup", "link_digest", models.CharField(blank=True, max_length=64)),
        migrations.AddField("signup", "typed", models.JSONField(default=dict)),
    ]
