from pathlib import Path

from django.db import migrations


class Migration(migrations.Migration):
    """Why somebody may read a document, and what a change of access would move: verdicts and counts, never a text."""

    dependencies = [("portfolios", "0004_relabelling"), ("access", "0008_changes")]
    operations = [
        migrations.RunSQL((Path(__file__).parent / "sql" / "0005_explaining.sql").read_text(encoding="utf-8"))
    ]
