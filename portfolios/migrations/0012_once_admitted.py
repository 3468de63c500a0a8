from pathlib import Path

from django.db import migrations


class Migration(migrations.Migration):
    """A preview says what is read once somebody is trained, and who would read documents and administer access."""

    dependencies = [("portfolios", "0011_before_it_is_done")]
    operations = [
        migrations.RunSQL(
            (Path(__file__).parent / "sql" / "0012_once_admitted.sql").read_text(encoding="utf-8")
        )
    ]
