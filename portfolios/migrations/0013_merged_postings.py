from pathlib import Path

from django.db import migrations


class Migration(migrations.Migration):
    """Postings of many passages in few rows, which are joined in the background."""

    dependencies = [("portfolios", "0012_once_admitted")]
    operations = [
        migrations.RunSQL(
            (Path(__file__).parent / "sql" / "0013_merged_postings.sql").read_text(encoding="utf-8")
        )
    ]
