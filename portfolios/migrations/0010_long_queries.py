from pathlib import Path

from django.db import migrations


class Migration(migrations.Migration):
    """Eighty lists of a long query count, and not forty-eight."""

    dependencies = [("portfolios", "0009_cells")]
    operations = [
        migrations.RunSQL((Path(__file__).parent / "sql" / "0010_long_queries.sql").read_text(encoding="utf-8"))
    ]
