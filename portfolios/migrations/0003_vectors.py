from pathlib import Path

from django.db import migrations


class Migration(migrations.Migration):
    """Vectors of passages, the models they come from, and the function that searches them."""

    dependencies = [("portfolios", "0002_walls")]
    operations = [migrations.RunSQL((Path(__file__).parent / "sql" / "0003_vectors.sql").read_text(encoding="utf-8"))]
