from pathlib import Path

from django.db import migrations


class Migration(migrations.Migration):
    """A document is added without reading every word there is."""

    dependencies = [("portfolios", "0018_woven_postings")]
    operations = [
        migrations.RunSQL(
            (Path(__file__).parent / "sql" / "0019_quicker_adding.sql").read_text(encoding="utf-8")
        )
    ]
