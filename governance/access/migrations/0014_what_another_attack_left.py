from pathlib import Path

from django.db import migrations


class Migration(migrations.Migration):
    """A factor is proved by what belongs to it; who has left gives no word; what an approver reads is what is meant."""

    dependencies = [("access", "0013_after_an_attack")]
    operations = [
        migrations.RunSQL(
            (Path(__file__).parent / "sql" / "0014_what_another_attack_left.sql").read_text(encoding="utf-8")
        )
    ]
