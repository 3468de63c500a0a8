from pathlib import Path

from django.db import migrations


class Migration(migrations.Migration):
    """What an answer cites, or holds back from its model, is among what its question rests on."""

    dependencies = [("answering", "0012_turns_and_reach")]
    operations = [
        migrations.RunSQL(
            (Path(__file__).parent / "sql" / "0013_cites_what_it_rests_on.sql").read_text(encoding="utf-8")
        )
    ]
