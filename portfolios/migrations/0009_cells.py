from pathlib import Path

from django.db import migrations


class Migration(migrations.Migration):
    """Vectors stand in cells of a published codebook, so that few of a million have to be looked at."""

    dependencies = [("portfolios", "0009_concepts")]
    operations = [
        migrations.RunSQL((Path(__file__).parent / "sql" / "0009_cells.sql").read_text(encoding="utf-8"))
    ]
