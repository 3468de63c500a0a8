import datetime
import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.datetime
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Tables of export control, owners, emergencies and changes; why each fact was recorded. The next migration walls them."""

    dependencies = [
        ('access', '0005_names_of_ones_own'),
    ]

    operations = [
        # The owner's policies let it see every person and name that the new tables refer to.
        migrations.RunSQL("set local row_security = on"),
        migrations.CreateModel(
            name='ExportTag',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('slug', models.SlugField(max_length=80, unique=True)),
                ('name', models.CharField(max_length=200)),
                ('regime', models.CharField(choices=[('EAR', 'EAR'), ('FEFA', 'FEFA'), ('CN-ECL', 'CN-ECL')], max_length=10)),
                ('code', models.CharField(max_length=40)),
                ('status', models.CharField(default='classified', max_length=20)),
                ('reviewer', models.TextField(default='')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddField(
            model_name='clearance',
            name='change',
            field=models.UUIDField(null=True),
        ),
        migrations.AddField(
            model_name='clearance',
            name='reason',
            field=models.TextField(db_default='', default=''),
        ),
        migrations.AddField(
            model_name='compartmentmembership',
            name='change',
            field=models.UUIDField(null=True),
        ),
        migrations.AddField(
            model_name='compartmentmembership',
            name='reason',
            field=models.TextField(db_default='', default=''),
        ),
        migrations.AddField(
            model_name='grant',
            name='change',
            field=models.UUIDField(null=True),
        ),
        migrations.AddField(
            model_name='grant',
            name='reason',
            field=models.TextField(db_default='', default=''),
        ),
        migrations.AddField(
            model_name='readergroupmembership',
            name='change',
            field=models.UUIDField(null=True),
        ),
        migrations.AddField(
            model_name='readergroupmembership',
            name='reason',
            field=models.TextField(db_default='', default=''),
        ),
        migrations.AddField(
            model_name='standing',
            name='change',
            field=models.UUIDField(null=True),
        ),
        migrations.AddField(
            model_name='standing',
            name='reason',
            field=models.TextField(db_default='', default=''),
        ),
        migrations.AddField(
            model_name='trackmembership',
            name='change',
            field=models.UUIDField(null=True),
        ),
        migrations.AddField(
            model_name='trackmembership',
            name='reason',
            field=models.TextField(db_default='', default=''),
        ),
        migrations.AddField(
            model_name='wall',
            name='change',
            field=models.UUIDField(null=True),
        ),
        migrations.CreateModel(
            name='Change',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('state', models.CharField(default='proposed', max_length=10)),
                ('items', models.JSONField()),
                ('note', models.TextField()),
                ('basis', models.TextField()),
                ('compartments', django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), default=list, size=None)),
                ('proposed_by', models.UUIDField()),
                ('proposed_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('decided_by', models.UUIDField(null=True)),
                ('decided_at', models.DateTimeField(null=True)),
                ('decision_note', models.TextField(db_default='', default='')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('decided_at__isnull', True), ('decided_by__isnull', True), ('state', 'proposed')), models.Q(('decided_at__isnull', False), ('decided_by__isnull', False), ('state__in', ('active', 'rejected', 'withdrawn'))), _connector='OR'), name='access_change_is_decided_by_somebody')],
            },
        ),
        migrations.CreateModel(
            name='Agreement',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('person', models.UUIDField()),
                ('given_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('change', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='access.change')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('change', 'person'), name='access_agreement_once_a_person')],
            },
        ),
        migrations.CreateModel(
            name='CompartmentOwnership',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('valid_from', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('valid_to', models.DateTimeField(null=True)),
                ('recorded_by', models.TextField(default='operator')),
                ('reason', models.TextField(db_default='', default='')),
                ('change', models.UUIDField(null=True)),
                ('compartment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='access.compartment')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(('valid_to__isnull', True), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='access_compartmentownership_ends_after_it_begins')],
            },
        ),
        migrations.CreateModel(
            name='Emergency',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('reason', models.TextField()),
                ('opened_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('expires_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
                ('compartment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='access.compartment')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['person', 'expires_at'], name='access_emer_person__2ce72f_idx')],
                'constraints': [models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='access_emergency_has_a_reason'), models.CheckConstraint(condition=models.Q(('expires_at__gt', models.F('opened_at')), ('expires_at__lte', django.db.models.expressions.CombinedExpression(models.F('opened_at'), '+', models.Value(datetime.timedelta(seconds=14400))))), name='access_emergency_is_short')],
            },
        ),
        migrations.CreateModel(
            name='ExportStatus',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('valid_from', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('valid_to', models.DateTimeField(null=True)),
                ('recorded_by', models.TextField(default='operator')),
                ('reason', models.TextField(db_default='', default='')),
                ('change', models.UUIDField(null=True)),
                ('status', models.CharField(max_length=40)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(('valid_to__isnull', True), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='access_exportstatus_ends_after_it_begins')],
            },
        ),
        migrations.CreateModel(
            name='ExportLicence',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('person_status', models.CharField(blank=True, max_length=40)),
                ('place', models.TextField(blank=True)),
                ('valid_from', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('valid_to', models.DateTimeField(null=True)),
                ('recorded_by', models.TextField(default='operator')),
                ('reason', models.TextField(db_default='', default='')),
                ('change', models.UUIDField(null=True)),
                ('tag', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='access.exporttag')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('valid_to__isnull', True), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='access_exportlicence_ends_after_it_begins')],
            },
        ),
    ]
