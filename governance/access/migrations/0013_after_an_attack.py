from pathlib import Path

from django.db import migrations


class Migration(migrations.Migration):
    """Names that look alike are refused; level 4 regained asks its owner; nobody gives their word for their own gain."""

    dependencies = [("access", "0012_second_factor")]
    operations = [
        migrations.RunSQL(
            (Path(__file__).parent / "sql" / "0013_after_an_attack.sql").read_text(encoding="utf-8")
        )
    ]
