from pathlib import Path

from django.db import migrations


class Migration(migrations.Migration):
    """Passages of a label are numbered together."""

    dependencies = [("portfolios", "0022_portfolios_that_hold")]
    operations = [
        migrations.RunSQL(
            (Path(__file__).parent / "sql" / "0023_numbers_by_label.sql").read_text(encoding="utf-8")
        )
    ]
