from pathlib import Path

from django.db import migrations


class Migration(migrations.Migration):
    """People see the names of the compartments, tracks and reader groups they belong to."""

    dependencies = [("access", "0004_restricted_texts")]
    operations = [
        migrations.RunSQL((Path(__file__).parent / "sql" / "0005_names_of_ones_own.sql").read_text(encoding="utf-8"))
    ]
