from pathlib import Path

from django.db import migrations


class Migration(migrations.Migration):
    """What a model thought, and what it wrote that was not shown, opens to nobody without a recorded reason."""

    dependencies = [("access", "0003_trail")]
    operations = [
        migrations.RunSQL((Path(__file__).parent / "sql" / "0004_restricted_texts.sql").read_text(encoding="utf-8"))
    ]
