from pathlib import Path

from django.db import migrations


class Migration(migrations.Migration):
    """Row security of what was held back from a model."""

    dependencies = [("answering", "0003_models_at_the_desk"), ("access", "0004_restricted_texts")]
    operations = [migrations.RunSQL((Path(__file__).parent / "sql" / "0004_walls.sql").read_text(encoding="utf-8"))]
