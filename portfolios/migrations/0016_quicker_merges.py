from pathlib import Path

from django.db import migrations


class Migration(migrations.Migration):
    """A merge of postings takes apart no more than it must."""

    dependencies = [("portfolios", "0015_decided_among")]
    operations = [
        migrations.RunSQL(
            (Path(__file__).parent / "sql" / "0016_quicker_merges.sql").read_text(encoding="utf-8")
        )
    ]
