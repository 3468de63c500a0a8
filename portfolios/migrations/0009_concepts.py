from pathlib import Path

from django.db import migrations


class Migration(migrations.Migration):
    """Translations as one concept, long queries cut to the rarest words, and a search among some documents."""

    dependencies = [("portfolios", "0008_matching")]
    operations = [
        migrations.RunSQL((Path(__file__).parent / "sql" / "0009_concepts.sql").read_text(encoding="utf-8"))
    ]
