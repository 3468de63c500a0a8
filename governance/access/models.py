"""People, labels and the facts that connect them.

Facts about access are never updated: a change closes one row and opens another, so that who could see what on a given
day stays a query. The database decides from these rows; nothing in Python does.
"""

import uuid
from datetime import timedelta

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now


class Level(models.IntegerChoices):
    """Sensitivity, lowest first."""

    PUBLIC = 0
    INTERNAL = 1
    CONFIDENTIAL = 2
    SECRET = 3
    RESTRICTED = 4


class People(BaseUserManager["User"]):
    """Finding people by the name they sign in with, as Django's authentication expects of a user model."""

    def create_user(
        self,
        username: str,
        *,
        display_name: str = "",
        name_en: str = "",
        language: str = "ja",
        password: str | None = None,
    ) -> "User":
        """Make a person. What they may do are facts of their own."""
        person = self.model(
            username=username, display_name=display_name or username, name_en=name_en, language=language
        )
        person.set_password(password)
        person.save(using=self._db, force_insert=True)
        return person


class User(AbstractBaseUser):
    """A person. Whether they are active is a fact of its own (`Standing`), not a flag.

    `name_en` is what readers of English are shown; empty where there is no other name than `display_name`.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    username = models.CharField(max_length=150, unique=True)
    display_name = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200, blank=True, default="", db_default="")
    language = models.CharField(max_length=2, choices=(("ja", "日本語"), ("en", "English")), default="ja")
    created_at = models.DateTimeField(auto_now_add=True)
    last_login = None  # a sign-in is a row of Session, not a column

    USERNAME_FIELD = "username"
    objects = People()

    def __str__(self) -> str:
        return self.username


class Named(models.Model):
    """Something that labels refer to by id, so that its name can change without touching a label.

    `name_en` is what readers of English are shown for it; empty where it is called the same in every language.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200, blank=True, default="", db_default="")

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.slug


class Compartment(Named):
    """A need-to-know set: project, matter, partner. A reader needs every compartment of a label."""


class Track(Named):
    """A jurisdictional track. A reader needs any one of a label's tracks; a label without tracks is on every track."""


class ReaderGroup(Named):
    """A circle of readers. A reader needs any one of a label's groups; a label without groups asks for none."""


class ExportTag(Named):
    """An entry of a control list. A label that carries it is read under a licence only."""

    regime = models.CharField(max_length=10, choices=(("EAR", "EAR"), ("FEFA", "FEFA"), ("CN-ECL", "CN-ECL")))
    code = models.CharField(max_length=40)
    status = models.CharField(max_length=20, default="classified")
    reviewer = models.TextField(default="")


class Label(models.Model):
    """One access class. Interned: equal content is one row, whose small number never leaves the database."""

    id = models.AutoField(primary_key=True)
    digest = models.BinaryField(unique=True)
    level = models.SmallIntegerField(choices=Level)
    compartments = ArrayField(models.UUIDField(), default=list)
    tracks = ArrayField(models.UUIDField(), default=list)
    reader_groups = ArrayField(models.UUIDField(), default=list)
    export_tags = ArrayField(models.UUIDField(), default=list)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(level__range=(0, 4)), name="access_label_level_is_known"
            ),
        )

    def __str__(self) -> str:
        return f"L{self.level}"


class Marking(models.Model):
    """The name an administrator gave a label."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=100, unique=True)
    label = models.ForeignKey(Label, on_delete=models.PROTECT)

    def __str__(self) -> str:
        return self.name


class Fact(models.Model):
    """Something true of a person from one moment to another. Closing it is the only change there is."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    valid_from = models.DateTimeField(db_default=Now())
    valid_to = models.DateTimeField(null=True)
    recorded_by = models.TextField(default="operator")
    reason = models.TextField(db_default="", default="")
    change = models.UUIDField(null=True)

    class Meta:
        abstract = True
        constraints = (
            models.CheckConstraint(
                condition=models.Q(valid_to__isnull=True) | models.Q(valid_to__gte=models.F("valid_from")),
                name="%(app_label)s_%(class)s_ends_after_it_begins",
            ),
        )

    def __str__(self) -> str:
        return f"{type(self).__name__} of {self.person_id}"


class Standing(Fact):
    """Active, acknowledged, trained: what a person must be, apart from what they were given."""

    kind = models.CharField(max_length=30)


class Clearance(Fact):
    """The highest level a person may read."""

    level = models.SmallIntegerField(choices=Level)


class Grant(Fact):
    """A role given to a person, by slug."""

    role = models.CharField(max_length=40)


class CompartmentMembership(Fact):
    """A person's need to know one compartment."""

    compartment = models.ForeignKey(Compartment, on_delete=models.PROTECT, related_name="+")


class TrackMembership(Fact):
    """A track a person works on."""

    track = models.ForeignKey(Track, on_delete=models.PROTECT, related_name="+")


class ReaderGroupMembership(Fact):
    """A circle of readers a person belongs to."""

    reader_group = models.ForeignKey(ReaderGroup, on_delete=models.PROTECT, related_name="+")


class Wall(Fact):
    """An explicit exclusion from a compartment. It beats every membership and every grant."""

    compartment = models.ForeignKey(Compartment, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()


class ExportStatus(Fact):
    """What a person is to export control (a resident, a national of some country). Entered by export control."""

    status = models.CharField(max_length=40)


class CompartmentOwnership(Fact):
    """Who answers for a compartment: agrees before anybody gets at what is restricted in it, and hears of emergencies."""

    compartment = models.ForeignKey(Compartment, on_delete=models.PROTECT, related_name="+")


class ExportLicence(models.Model):
    """Who may read under an export tag, and where: an empty status is anybody, an empty place anywhere."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    tag = models.ForeignKey(ExportTag, on_delete=models.PROTECT, related_name="+")
    person_status = models.CharField(max_length=40, blank=True)
    place = models.TextField(blank=True)
    valid_from = models.DateTimeField(db_default=Now())
    valid_to = models.DateTimeField(null=True)
    recorded_by = models.TextField(default="operator")
    reason = models.TextField(db_default="", default="")
    change = models.UUIDField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(valid_to__isnull=True) | models.Q(valid_to__gte=models.F("valid_from")),
                name="access_exportlicence_ends_after_it_begins",
            ),
        )

    def __str__(self) -> str:
        return f"licence under {self.tag_id}"


class Emergency(models.Model):
    """Reading one compartment for a few hours without being a member, with a reason that its owners and counsel are told."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    compartment = models.ForeignKey(Compartment, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()
    opened_at = models.DateTimeField(db_default=Now())
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index(fields=("person", "expires_at")),)
        constraints = (
            models.CheckConstraint(condition=~models.Q(reason=""), name="access_emergency_has_a_reason"),
            models.CheckConstraint(
                condition=models.Q(expires_at__gt=models.F("opened_at"))
                & models.Q(expires_at__lte=models.F("opened_at") + timedelta(hours=4)),
                name="access_emergency_is_short",
            ),
        )

    def __str__(self) -> str:
        return f"emergency of {self.person_id}"


class Change(models.Model):
    """A change of access that somebody proposed and somebody else decides. `items` is what would be done."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    state = models.CharField(max_length=10, default="proposed")
    items = models.JSONField()
    note = models.TextField()
    basis = models.TextField()
    compartments = ArrayField(models.UUIDField(), default=list)
    proposed_by = models.UUIDField()
    proposed_at = models.DateTimeField(db_default=Now())
    decided_by = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)
    decision_note = models.TextField(db_default="", default="")

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(state="proposed", decided_by__isnull=True, decided_at__isnull=True)
                | models.Q(
                    state__in=("active", "rejected", "withdrawn"),
                    decided_by__isnull=False,
                    decided_at__isnull=False,
                ),
                name="access_change_is_decided_by_somebody",
            ),
        )

    def __str__(self) -> str:
        return f"{self.state} {self.id}"


class Agreement(models.Model):
    """An owner's or a reviewer's word that a proposed change may be made. It activates nothing."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    change = models.ForeignKey(Change, on_delete=models.PROTECT, related_name="+", db_constraint=False)
    person = models.UUIDField()
    given_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("change", "person"), name="access_agreement_once_a_person"),
        )

    def __str__(self) -> str:
        return f"{self.person} to {self.change_id}"


class RolePermission(models.Model):
    """The database's copy of `permissions.ROLES`."""

    pk = models.CompositePrimaryKey("role", "permission")
    role = models.CharField(max_length=40)
    permission = models.CharField(max_length=60)

    def __str__(self) -> str:
        return f"{self.role} {self.permission}"


class Session(models.Model):
    """Made at sign-in: the identity that every transaction of this sign-in names. Also the form of an API key."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    method = models.CharField(max_length=20)
    authenticated_at = models.DateTimeField(db_default=Now())
    factor_level = models.SmallIntegerField(default=1)
    place = models.TextField(blank=True)
    purpose = models.TextField(blank=True)
    key_name = models.TextField(blank=True)
    key_digest = models.BinaryField(null=True)
    key_scopes = ArrayField(models.TextField(), null=True)
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "access_session"
        constraints = (
            models.CheckConstraint(
                condition=models.Q(key_digest__isnull=True, key_scopes__isnull=True)
                | models.Q(key_digest__isnull=False, key_scopes__isnull=False),
                name="access_session_key_has_scopes",
            ),
        )

    def __str__(self) -> str:
        return f"{self.method} {self.id}"


class Opening(models.Model):
    """A reason that lets one person read the texts behind one resource for a while."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.UUIDField()
    resource = models.TextField()
    reason = models.TextField()
    opened_at = models.DateTimeField(db_default=Now())
    expires_at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=("person", "resource")),)
        constraints = (
            models.CheckConstraint(condition=~models.Q(reason=""), name="access_opening_has_a_reason"),
        )

    def __str__(self) -> str:
        return self.resource


class GateKey(models.Model):
    """The secret behind `identify()`, as the two padded keys of HMAC-SHA-256 (RFC 2104). Read by the gate role only."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    inner_key = models.BinaryField()
    outer_key = models.BinaryField()

    class Meta:
        constraints = (models.CheckConstraint(condition=models.Q(id=1), name="access_gatekey_is_one"),)

    def __str__(self) -> str:
        return "gate key"
