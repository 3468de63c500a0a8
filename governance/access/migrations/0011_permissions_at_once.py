from pathlib import Path

from django.db import migrations


class Migration(migrations.Migration):
    """All permissions of a person in one look."""

    dependencies = [("access", "0010_group_mapping_is_read")]
    operations = [
        migrations.RunSQL(
            (Path(__file__).parent / "sql" / "0011_permissions_at_once.sql").read_text(encoding="utf-8")
        )
    ]
