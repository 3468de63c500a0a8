from pathlib import Path

from django.db import migrations


class Migration(migrations.Migration):
    """Row security of the stacks, the index tables and the functions that search them."""

    dependencies = [
        ("portfolios", "0001_initial"),
        ("access", "0003_trail"),
        ("procrastinate", "0041_post_retry_failed_job"),
    ]
    operations = [migrations.RunSQL((Path(__file__).parent / "sql" / "0002_walls.sql").read_text(encoding="utf-8"))]
