from pathlib import Path

from django.db import migrations


class Migration(migrations.Migration):
    """What the company's directory says of people, and how often somebody tried to sign in."""

    dependencies = [("access", "0008_changes")]
    operations = [
        migrations.RunSQL((Path(__file__).parent / "sql" / "0009_directory.sql").read_text(encoding="utf-8"))
    ]
