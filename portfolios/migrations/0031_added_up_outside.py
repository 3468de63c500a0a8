from pathlib import Path

from django.db import migrations


class Migration(migrations.Migration):
    """Postings as bytes, which the asking process adds up."""

    dependencies = [("portfolios", "0032_fewer_vectors")]
    operations = [
        migrations.RunSQL(
            (Path(__file__).parent / "sql" / "0031_added_up_outside.sql").read_text(encoding="utf-8")
        )
    ]
