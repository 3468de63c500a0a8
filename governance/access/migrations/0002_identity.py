from pathlib import Path

from django.db import migrations


class Migration(migrations.Migration):
    """Identity and the decision, as functions of the gate; row security of every table of access."""

    dependencies = [("access", "0001_initial"), ("audit", "0001_initial")]
    operations = [migrations.RunSQL((Path(__file__).parent / "sql" / "0002_identity.sql").read_text(encoding="utf-8"))]
