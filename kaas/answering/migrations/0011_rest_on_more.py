from pathlib import Path

from django.db import migrations


class Migration(migrations.Migration):
    """An answer rests on what its model looked up as well."""

    dependencies = [("answering", "0010_walls_of_feedback")]
    operations = [
        migrations.RunSQL(
            (Path(__file__).parent / "sql" / "0011_rest_on_more.sql").read_text(encoding="utf-8")
        )
    ]
