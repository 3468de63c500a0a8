from pathlib import Path

from django.db import migrations


class Migration(migrations.Migration):
    """The index of words takes less room."""

    dependencies = [("portfolios", "0026_any_portfolio")]
    operations = [
        migrations.RunSQL(
            (Path(__file__).parent / "sql" / "0027_lighter_index.sql").read_text(encoding="utf-8")
        )
    ]
