from pathlib import Path

from django.db import migrations


class Migration(migrations.Migration):
    """Whoever asks about few labels has the decision look at those, and not at every label there is."""

    dependencies = [("access", "0016_held_decision")]
    operations = [
        migrations.RunSQL(
            (Path(__file__).parent / "sql" / "0017_decided_among.sql").read_text(encoding="utf-8")
        )
    ]
