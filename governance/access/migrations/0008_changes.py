from pathlib import Path

from django.db import migrations


class Migration(migrations.Migration):
    """The ways in which a change of access is tried, proposed, agreed to and made, all decided by the database."""

    dependencies = [("access", "0007_whole_decision")]
    operations = [
        migrations.RunSQL((Path(__file__).parent / "sql" / "0008_changes.sql").read_text(encoding="utf-8"))
    ]
