"""What is held. Every row with text, a name or something derived carries its label and is under row security.

Labels are plain integers here, not foreign keys: a constraint check must not tell anyone that a label exists. The search
index is no model at all; its tables stand in migration 0002 and only the `search_*` functions reach them.
"""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now


class Portfolio(models.Model):
    """A named collection of documents. Its name is visible to whoever may read something in it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=200, unique=True)
    created_at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return self.name


class Original(models.Model):
    """The bytes of a file as it came, kept once for each label."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    label_id = models.IntegerField()
    digest = models.CharField(max_length=64)
    content = models.BinaryField()
    kept_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("label_id", "digest"), name="portfolios_original_once_a_label"),
        )

    def __str__(self) -> str:
        return self.digest


class IngestionRun(models.Model):
    """One request to take files in."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    portfolio = models.ForeignKey(Portfolio, on_delete=models.PROTECT)
    label_id = models.IntegerField()
    started_at = models.DateTimeField(db_default=Now())
    ended_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return str(self.id)


class FileState(models.TextChoices):
    """Where a file of a run stands."""

    WAITING = "waiting"
    DONE = "done"
    UNCHANGED = "unchanged"
    FAILED = "failed"


class IngestedFile(models.Model):
    """One file of a run, and how it ended."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    run = models.ForeignKey(IngestionRun, on_delete=models.PROTECT, related_name="files")
    label_id = models.IntegerField()
    original = models.ForeignKey(Original, on_delete=models.PROTECT, null=True)
    path = models.TextField()
    state = models.CharField(max_length=10, choices=FileState, default=FileState.WAITING)
    documents = models.IntegerField(default=0)
    passages = models.IntegerField(default=0)
    unchanged = models.IntegerField(default=0)

    def __str__(self) -> str:
        return self.path


class IngestionFailure(models.Model):
    """A file, or one document inside a file, that could not be taken in, and why."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    file = models.ForeignKey(IngestedFile, on_delete=models.PROTECT, related_name="failures")
    label_id = models.IntegerField()
    member = models.TextField(blank=True)
    reason = models.CharField(max_length=30)
    detail = models.TextField()

    def __str__(self) -> str:
        return self.reason


class Document(models.Model):
    """One document in one version. A changed file makes a new row and withdraws the old one; citations keep both."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    portfolio = models.ForeignKey(Portfolio, on_delete=models.PROTECT)
    label_id = models.IntegerField()
    original = models.ForeignKey(Original, on_delete=models.PROTECT)
    path = models.TextField()
    member = models.TextField(blank=True)
    digest = models.CharField(max_length=64)
    title = models.TextField()
    kind = models.CharField(max_length=30)
    format = models.CharField(max_length=30)
    language = models.CharField(max_length=2)
    publication_number = models.CharField(max_length=40, blank=True)
    analyzer = models.TextField()
    warnings = models.JSONField(default=list)
    ingested_at = models.DateTimeField(db_default=Now())
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index(fields=("label_id",)), models.Index(fields=("portfolio", "path")))
        constraints = (
            models.UniqueConstraint(
                fields=("portfolio", "label_id", "original", "member"),
                condition=models.Q(withdrawn_at__isnull=True),
                name="portfolios_document_once_a_source",
            ),
        )

    def __str__(self) -> str:
        return self.title


class DocumentLabel(models.Model):
    """Which label a document had, and when. The current one is repeated on the document for its policy."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")
    label_id = models.IntegerField()
    reason = models.TextField(blank=True, db_default="")
    valid_from = models.DateTimeField(db_default=Now())
    valid_to = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return str(self.document_id)


class Publication(models.Model):
    """The bibliographic data of a patent document, as the office gives them."""

    document = models.OneToOneField(Document, primary_key=True, on_delete=models.CASCADE)
    label_id = models.IntegerField()
    office = models.CharField(max_length=2)
    publication_number = models.CharField(max_length=40)
    kind_code = models.CharField(max_length=4)
    publication_date = models.DateField(null=True)
    application_number = models.CharField(max_length=60, blank=True)
    filing_date = models.DateField(null=True)
    applicants = ArrayField(models.TextField(), default=list)
    inventors = ArrayField(models.TextField(), default=list)
    classifications = ArrayField(models.TextField(), default=list)

    class Meta:
        # By label first: whoever looks a number up walks through no label they may not read.
        indexes = (
            models.Index(
                fields=("label_id", "office", "application_number"), name="portfolios_publication_of"
            ),
        )

    def __str__(self) -> str:
        return self.publication_number


class Passage(models.Model):
    """A stored, identified, citable piece of a document."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="passages")
    label_id = models.IntegerField()
    ordinal = models.IntegerField()
    section = models.CharField(max_length=20)
    locator_kind = models.CharField(max_length=20)
    locator_value = models.TextField()
    headings = ArrayField(models.TextField(), default=list)
    text = models.TextField()
    language = models.CharField(max_length=2)
    digest = models.CharField(max_length=64)

    class Meta:
        indexes = (models.Index(fields=("label_id",)),)
        constraints = (
            models.UniqueConstraint(fields=("document", "ordinal"), name="portfolios_passage_in_order"),
        )

    def __str__(self) -> str:
        return f"{self.locator_kind} {self.locator_value}"
