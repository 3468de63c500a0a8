from pathlib import Path

from django.db import migrations


class Migration(migrations.Migration):
    """Cells are looked into in their order, whatever is known of the tables."""

    dependencies = [("portfolios", "0031_added_up_outside")]
    operations = [
        migrations.RunSQL(
            (Path(__file__).parent / "sql" / "0033_cells_first.sql").read_text(encoding="utf-8")
        )
    ]
