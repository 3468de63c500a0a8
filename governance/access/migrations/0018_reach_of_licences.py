from pathlib import Path

from django.db import migrations


class Migration(migrations.Migration):
    """What a change of licences alone lets people read is looked for among the labels that bear their tags."""

    dependencies = [("access", "0017_decided_among")]
    operations = [
        migrations.RunSQL(
            (Path(__file__).parent / "sql" / "0018_reach_of_licences.sql").read_text(encoding="utf-8")
        )
    ]
