from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent / "sql"


class Migration(migrations.Migration):
    """What rests on documents follows their labels; an answer can be shown to somebody who may read all its sources."""

    dependencies = [
        ("answering", "0005_what_answers_rest_on"),
        ("access", "0005_names_of_ones_own"),
        ("portfolios", "0004_relabelling"),
    ]
    operations = [
        migrations.RunSQL((SQL / "0006_following.sql").read_text(encoding="utf-8")),
        migrations.RunSQL((SQL / "0006_sharing.sql").read_text(encoding="utf-8")),
    ]
