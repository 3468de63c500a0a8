from pathlib import Path

import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    """Counsel reads the turns before a referred question, and its asker learns where nobody of counsel may read it."""

    dependencies = [("answering", "0011_rest_on_more")]
    operations = [
        migrations.AddField(
            model_name="referral",
            name="turns",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.UUIDField(), default=list, size=None
            ),
        ),
        migrations.RunSQL(
            (Path(__file__).parent / "sql" / "0012_turns_and_reach.sql").read_text(encoding="utf-8")
        ),
    ]
