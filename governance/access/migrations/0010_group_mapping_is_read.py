from django.db import migrations


class Migration(migrations.Migration):
    """Whoever may see who holds what sees what members of a group hold: administrators, and auditors too."""

    dependencies = [("access", "0009_directory")]
    operations = [
        migrations.RunSQL(
            "alter policy administers on access_groupmapping using ((select has_permission('access:read')))"
        )
    ]
