from django.db import migrations


class Migration(migrations.Migration):
    """Who gives no verdict decides nothing: left out, it passed every comparison by which the others are told apart."""

    dependencies = [("access", "0014_what_another_attack_left")]
    operations = [
        migrations.RunSQL(
            "set local role kaas_gate;"
            " alter function decide_change(uuid, text, text, text) strict;"
            " alter function agree_to_change(uuid, text) strict;"
            " reset role;",
        )
    ]
