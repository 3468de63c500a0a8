from pathlib import Path

from django.db import migrations


class Migration(migrations.Migration):
    """Row security of the trail and the text store, attached from above so that audit knows nothing of people."""

    dependencies = [("access", "0002_identity"), ("audit", "0001_initial")]
    operations = [migrations.RunSQL((Path(__file__).parent / "sql" / "0003_trail.sql").read_text(encoding="utf-8"))]
