from pathlib import Path

from django.db import migrations


class Migration(migrations.Migration):
    """The operator looks before doing: why somebody reads a document, and who would under another marking."""

    dependencies = [("portfolios", "0010_missing_decides_too")]
    operations = [
        migrations.RunSQL(
            (Path(__file__).parent / "sql" / "0011_before_it_is_done.sql").read_text(encoding="utf-8")
        )
    ]
