from pathlib import Path

from django.db import migrations


class Migration(migrations.Migration):
    """Row security of what people say is wrong with a sentence."""

    dependencies = [("answering", "0009_feedback"), ("answering", "0008_walls_of_referrals")]
    operations = [
        migrations.RunSQL(
            (Path(__file__).parent / "sql" / "0010_walls_of_feedback.sql").read_text(encoding="utf-8")
        )
    ]
