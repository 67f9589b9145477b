from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("clients", "0002_kept_by_the_database")]
    operations = [
        migrations.AddIndex(
            model_name="clientlink",
            index=models.Index(
                condition=models.Q(("ended_at", None)),
                fields=["firm", "product", "status"],
                name="live_links_counted",
            ),
        ),
    ]
