from pathlib import Path

from django.db import migrations, models


class Migration(migrations.Migration):
    """Publications of an application, of the permitted ones alone."""

    dependencies = [("portfolios", "0024_runs")]
    operations = [
        migrations.AddIndex(
            model_name="publication",
            index=models.Index(
                fields=["label_id", "office", "application_number"], name="portfolios_publication_of"
            ),
        ),
        migrations.RunSQL(
            (Path(__file__).parent / "sql" / "0025_siblings_by_label.sql").read_text(encoding="utf-8")
        ),
    ]
