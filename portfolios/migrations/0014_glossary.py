from pathlib import Path

from django.db import migrations


class Migration(migrations.Migration):
    """The company's glossary."""

    dependencies = [("portfolios", "0013_merged_postings")]
    operations = [
        migrations.RunSQL((Path(__file__).parent / "sql" / "0014_glossary.sql").read_text(encoding="utf-8"))
    ]
