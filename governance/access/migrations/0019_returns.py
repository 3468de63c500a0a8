from pathlib import Path

from django.db import migrations


class Migration(migrations.Migration):
    """Returns from the company's provider with codes of nobody keep nobody else out."""

    dependencies = [("access", "0018_reach_of_licences")]
    operations = [
        migrations.RunSQL((Path(__file__).parent / "sql" / "0019_returns.sql").read_text(encoding="utf-8"))
    ]
