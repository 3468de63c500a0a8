from pathlib import Path

from django.db import migrations, models


class Migration(migrations.Migration):
    """A second name, in English, of people and of what labels name: given and taken away by a change, like a fact."""

    dependencies = [("access", "0019_returns")]
    operations = [
        *(
            migrations.AddField(
                named, "name_en", models.CharField(blank=True, default="", db_default="", max_length=200)
            )
            for named in ("user", "compartment", "track", "readergroup", "exporttag")
        ),
        migrations.RunSQL(
            (Path(__file__).parent / "sql" / "0020_english_names.sql").read_text(encoding="utf-8")
        ),
    ]
