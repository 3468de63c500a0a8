from pathlib import Path

from django.db import migrations


class Migration(migrations.Migration):
    """Frequent words are held as vectors as well, by span."""

    dependencies = [("portfolios", "0017_registers")]
    operations = [
        migrations.RunSQL(
            (Path(__file__).parent / "sql" / "0018_woven_postings.sql").read_text(encoding="utf-8")
        )
    ]
