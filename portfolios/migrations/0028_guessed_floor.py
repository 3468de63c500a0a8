from pathlib import Path

from django.db import migrations


class Migration(migrations.Migration):
    """A search for frequent words seeks its floor in a part of the spans first."""

    dependencies = [("portfolios", "0027_lighter_index")]
    operations = [
        migrations.RunSQL(
            (Path(__file__).parent / "sql" / "0028_guessed_floor.sql").read_text(encoding="utf-8")
        )
    ]
