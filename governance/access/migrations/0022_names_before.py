from pathlib import Path

from django.db import migrations


class Migration(migrations.Migration):
    """A change that names something keeps the name it had."""

    dependencies = [("access", "0021_names_as_they_look")]
    operations = [
        migrations.RunSQL(
            (Path(__file__).parent / "sql" / "0022_names_before.sql").read_text(encoding="utf-8")
        ),
    ]
