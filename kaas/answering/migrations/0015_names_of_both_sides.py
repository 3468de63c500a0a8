from pathlib import Path

from django.db import migrations, models

NAMES = {
    "share": ("shared_by_en", "shared_with_en"),
    "referral": ("asked_by_en", "taken_by_name_en"),
}


class Migration(migrations.Migration):
    """The names that two sides have of each other are kept in both languages, each as it was."""

    dependencies = [("answering", "0014_written_at_once"), ("access", "0020_english_names")]
    operations = [
        *(
            migrations.AddField(
                model, name, models.CharField(blank=True, default="", db_default="", max_length=200)
            )
            for model, names in NAMES.items()
            for name in names
        ),
        migrations.RunSQL(
            (Path(__file__).parent / "sql" / "0015_names_of_both_sides.sql").read_text(encoding="utf-8")
        ),
    ]
