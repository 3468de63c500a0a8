from pathlib import Path

from django.db import migrations


class Migration(migrations.Migration):
    """What an answer writes is let in by one look at its question."""

    dependencies = [("answering", "0013_cites_what_it_rests_on")]
    operations = [
        migrations.RunSQL(
            (Path(__file__).parent / "sql" / "0014_written_at_once.sql").read_text(encoding="utf-8")
        )
    ]
