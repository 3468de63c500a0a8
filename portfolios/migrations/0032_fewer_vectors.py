from pathlib import Path

from django.db import migrations


class Migration(migrations.Migration):
    """Of the likely runs, those are opened that can hold something nearer than what was found."""

    dependencies = [("portfolios", "0030_where_vectors_pay")]
    operations = [
        migrations.RunSQL(
            (Path(__file__).parent / "sql" / "0032_fewer_vectors.sql").read_text(encoding="utf-8")
        )
    ]
