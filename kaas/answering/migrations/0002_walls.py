from pathlib import Path

from django.db import migrations


class Migration(migrations.Migration):
    """Row security of questions and answers."""

    dependencies = [("answering", "0001_initial"), ("access", "0003_trail")]
    operations = [migrations.RunSQL((Path(__file__).parent / "sql" / "0002_walls.sql").read_text(encoding="utf-8"))]
