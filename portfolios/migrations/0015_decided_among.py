from pathlib import Path

from django.db import migrations


class Migration(migrations.Migration):
    """What is explained, foreseen and told to the trail is decided about the labels in question alone."""

    dependencies = [("portfolios", "0014_glossary"), ("access", "0018_reach_of_licences")]
    operations = [
        migrations.RunSQL(
            (Path(__file__).parent / "sql" / "0015_decided_among.sql").read_text(encoding="utf-8")
        )
    ]
