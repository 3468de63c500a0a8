from pathlib import Path

from django.db import migrations


class Migration(migrations.Migration):
    """The whole decision about reading, in one function, and row security of the tables it newly reads."""

    dependencies = [("access", "0006_export_emergencies_changes")]
    operations = [
        migrations.RunSQL((Path(__file__).parent / "sql" / "0007_decision.sql").read_text(encoding="utf-8"))
    ]
