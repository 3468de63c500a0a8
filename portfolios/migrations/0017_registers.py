from pathlib import Path

from django.db import migrations


class Migration(migrations.Migration):
    """Records of applications as the registers of the offices have them."""

    dependencies = [("portfolios", "0016_quicker_merges")]
    operations = [
        migrations.RunSQL((Path(__file__).parent / "sql" / "0017_registers.sql").read_text(encoding="utf-8"))
    ]
