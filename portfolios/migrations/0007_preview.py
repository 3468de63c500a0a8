from pathlib import Path

from django.db import migrations


class Migration(migrations.Migration):
    """A preview of a licence decides once for all who hold the same, and says what it said before."""

    dependencies = [("portfolios", "0006_withheld"), ("access", "0010_group_mapping_is_read")]
    operations = [
        migrations.RunSQL((Path(__file__).parent / "sql" / "0007_preview.sql").read_text(encoding="utf-8"))
    ]
