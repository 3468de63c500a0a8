from pathlib import Path

from django.db import migrations


class Migration(migrations.Migration):
    """Who may read some thousands of vectors has their runs compared."""

    dependencies = [("portfolios", "0028_guessed_floor")]
    operations = [
        migrations.RunSQL(
            (Path(__file__).parent / "sql" / "0029_runs_by_label.sql").read_text(encoding="utf-8")
        )
    ]
