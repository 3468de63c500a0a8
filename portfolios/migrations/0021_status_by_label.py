from pathlib import Path

from django.db import migrations


class Migration(migrations.Migration):
    """Publications by status, of the permitted records alone."""

    dependencies = [("portfolios", "0020_few_postings")]
    operations = [
        migrations.RunSQL(
            (Path(__file__).parent / "sql" / "0021_status_by_label.sql").read_text(encoding="utf-8")
        )
    ]
