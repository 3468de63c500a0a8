from pathlib import Path

from django.db import migrations


class Migration(migrations.Migration):
    """Of few postings the best sums are taken at once."""

    dependencies = [("portfolios", "0019_quicker_adding")]
    operations = [
        migrations.RunSQL(
            (Path(__file__).parent / "sql" / "0020_few_postings.sql").read_text(encoding="utf-8")
        )
    ]
