from pathlib import Path

from django.db import migrations


class Migration(migrations.Migration):
    """A search by meaning everywhere looks into each cell once, however many portfolios there are."""

    dependencies = [("portfolios", "0025_siblings_by_label")]
    operations = [
        migrations.RunSQL(
            (Path(__file__).parent / "sql" / "0026_any_portfolio.sql").read_text(encoding="utf-8")
        )
    ]
