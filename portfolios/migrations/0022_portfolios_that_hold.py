from pathlib import Path

from django.db import migrations


class Migration(migrations.Migration):
    """A portfolio is permitted by one look into an index, whatever it holds."""

    dependencies = [("portfolios", "0021_status_by_label")]
    operations = [
        migrations.RunSQL(
            (Path(__file__).parent / "sql" / "0022_portfolios_that_hold.sql").read_text(encoding="utf-8")
        )
    ]
