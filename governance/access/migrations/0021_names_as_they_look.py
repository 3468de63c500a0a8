from pathlib import Path

from django.db import migrations


class Migration(migrations.Migration):
    """A name is one line, and not the code of another thing of its kind."""

    dependencies = [("access", "0020_english_names")]
    operations = [
        migrations.RunSQL(
            (Path(__file__).parent / "sql" / "0021_names_as_they_look.sql").read_text(encoding="utf-8")
        )
    ]
