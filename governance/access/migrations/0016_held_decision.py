from pathlib import Path

from django.db import migrations


class Migration(migrations.Migration):
    """A decision is held for its transaction, while nothing it was made from has moved."""

    dependencies = [("access", "0015_no_verdict_is_none")]
    operations = [
        migrations.RunSQL(
            (Path(__file__).parent / "sql" / "0016_held_decision.sql").read_text(encoding="utf-8")
        )
    ]
