from pathlib import Path

from django.db import migrations


class Migration(migrations.Migration):
    """Words are added up as vectors from so many postings on as it pays for."""

    dependencies = [("portfolios", "0029_runs_by_label")]
    operations = [
        migrations.RunSQL(
            (Path(__file__).parent / "sql" / "0030_where_vectors_pay.sql").read_text(encoding="utf-8")
        )
    ]
