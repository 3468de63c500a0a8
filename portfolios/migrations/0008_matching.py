from pathlib import Path

from django.db import migrations


class Migration(migrations.Migration):
    """Which words a passage holds, for leaving out and for explaining; and which there are, for spelling them."""

    dependencies = [("portfolios", "0007_preview")]
    operations = [
        migrations.RunSQL((Path(__file__).parent / "sql" / "0008_matching.sql").read_text(encoding="utf-8"))
    ]
