from pathlib import Path

from django.db import migrations


class Migration(migrations.Migration):
    """Row security of questions that counsel has, and what counsel reads of them."""

    dependencies = [("answering", "0007_referrals"), ("access", "0015_no_verdict_is_none")]
    operations = [
        migrations.RunSQL(
            (Path(__file__).parent / "sql" / "0008_walls_of_referrals.sql").read_text(encoding="utf-8")
        )
    ]
