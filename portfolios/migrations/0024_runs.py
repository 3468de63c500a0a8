from pathlib import Path

from django.db import migrations


class Migration(migrations.Migration):
    """Vectors are looked up by runs of passages that mean alike, so that a broad reader's search sees fewer rows."""

    dependencies = [("portfolios", "0023_numbers_by_label")]
    operations = [
        migrations.RunSQL((Path(__file__).parent / "sql" / "0024_runs.sql").read_text(encoding="utf-8"))
    ]
