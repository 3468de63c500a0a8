from pathlib import Path

from django.db import migrations


class Migration(migrations.Migration):
    """Second factors of people, what proves them, and their end as a change of access; sessions of the company's provider."""

    dependencies = [("access", "0011_permissions_at_once")]
    operations = [
        migrations.RunSQL(
            (Path(__file__).parent / "sql" / "0012_second_factor.sql").read_text(encoding="utf-8")
        )
    ]
