"""Questions and answers. Each row carries its owner and the labels of everything it rests on.

What people wrote and were shown stands once, encrypted, in the text store; rows here hold its ids. A citation keeps a
snapshot of the passage and no foreign key into the stacks, so that nothing there can betray or break it.
"""

import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models.functions import Now

from governance.access.languages import called


class Derived(models.Model):
    """Something made from documents: readable by its owner, and only while all its labels are permitted."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.UUIDField()
    label_ids = ArrayField(models.IntegerField())

    class Meta:
        abstract = True
        constraints = (
            models.CheckConstraint(
                condition=models.Q(label_ids__len__gt=0), name="%(app_label)s_%(class)s_is_labelled"
            ),
        )


class Question(Derived):
    """What a person asked, and what the answer rests on.

    `label_ids` is always the question's own labels, those of the turns it was read with, and the present ones of
    `documents`: the database sees to it when it is stored, and when a document gets another label.
    """

    own_label_ids = ArrayField(models.IntegerField(), default=list)
    turn_label_ids = ArrayField(models.IntegerField(), default=list)
    documents = ArrayField(models.UUIDField(), default=list)
    text = models.UUIDField()
    language = models.CharField(max_length=2)
    portfolio = models.UUIDField(null=True)
    follows = models.UUIDField(null=True)  # the question before it in the conversation
    asked_at = models.DateTimeField(db_default=Now())
    event = models.UUIDField()

    class Meta(Derived.Meta):
        indexes = (models.Index(fields=("owner", "-asked_at")), GinIndex(fields=("documents",)))

    def __str__(self) -> str:
        return str(self.id)


class Answer(Derived):
    """How a question ended, and what wrote it. `analysis` and `withheld` are texts that only a recorded reason opens."""

    question = models.OneToOneField(Question, on_delete=models.PROTECT, related_name="answer")
    outcome = models.CharField(max_length=60)
    engine = models.CharField(max_length=40)
    searched = models.IntegerField(default=0)
    model = models.CharField(max_length=200, blank=True)
    model_digest = models.CharField(max_length=64, blank=True)
    openness = models.CharField(max_length=20, blank=True)
    prompt = models.CharField(max_length=60, blank=True)
    prompt_digest = models.CharField(max_length=64, blank=True)
    ending = models.CharField(max_length=20, blank=True)
    flags = ArrayField(models.CharField(max_length=30), default=list)
    shown = models.IntegerField(default=0)
    left_out = models.IntegerField(default=0)
    prompt_tokens = models.IntegerField(default=0)
    completion_tokens = models.IntegerField(default=0)
    analysis = models.UUIDField(null=True)
    withheld = models.UUIDField(null=True)
    composed_at = models.DateTimeField(db_default=Now())

    class Meta(Derived.Meta):
        pass

    def __str__(self) -> str:
        return self.outcome


class Statement(Derived):
    """One sentence of an answer, and what the evidence says of it."""

    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="+")
    ordinal = models.IntegerField()
    text = models.UUIDField()
    verdict = models.CharField(max_length=20)
    markers = ArrayField(models.IntegerField())

    class Meta(Derived.Meta):
        ordering = ("ordinal",)

    def __str__(self) -> str:
        return f"{self.ordinal}"


class Citation(Derived):
    """The passage a statement rests on, as it was."""

    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="+")
    marker = models.IntegerField()
    document = models.UUIDField()
    digest = models.CharField(max_length=64)
    passage = models.UUIDField()
    title = models.TextField()
    publication_number = models.CharField(max_length=40, blank=True)
    locator_kind = models.CharField(max_length=20)
    locator_value = models.TextField()
    passage_text = models.TextField()
    quote_start = models.IntegerField()
    quote_end = models.IntegerField()
    level = models.SmallIntegerField()
    marking = models.TextField(blank=True)

    class Meta(Derived.Meta):
        ordering = ("marker",)

    def __str__(self) -> str:
        return f"[{self.marker}]"


class HeldBack(Derived):
    """A document that was found for a question and not shown to the chat model, because the model's card forbids it."""

    # Without a constraint: adding one would read the questions, which not even the owner of the tables may.
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="+", db_constraint=False)
    document = models.UUIDField()
    title = models.TextField()
    level = models.SmallIntegerField()

    class Meta(Derived.Meta):
        ordering = ("title",)

    def __str__(self) -> str:
        return self.title


class Share(Derived):
    """An answer shown to somebody else: to a person, or to a circle of readers. They see it while they may read its sources.

    `shared_by` and `shared_with` are the names as they were, for the two sides, who may not read each other's rows; `_en` in
    English, where there were any.
    """

    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="+", db_constraint=False)
    person = models.UUIDField(null=True)
    reader_group = models.UUIDField(null=True)
    shared_by = models.CharField(max_length=200)
    shared_by_en = models.CharField(max_length=200, blank=True, default="", db_default="")
    shared_with = models.CharField(max_length=200)
    shared_with_en = models.CharField(max_length=200, blank=True, default="", db_default="")
    shared_at = models.DateTimeField(db_default=Now())
    withdrawn_at = models.DateTimeField(null=True)

    class Meta(Derived.Meta):
        indexes = (models.Index(fields=("person",)), models.Index(fields=("question",)))

    def __str__(self) -> str:
        return str(self.id)

    @property
    def sharer(self) -> str:
        """Who shares it, in the active language."""
        return called(self.shared_by, self.shared_by_en)

    @property
    def sharee(self) -> str:
        """With whom, in the active language."""
        return called(self.shared_with, self.shared_with_en)


class Referral(Derived):
    """A question that counsel has, because only counsel may conclude it or because its asker sent it there.

    `asked_by` and `taken_by_name` are the names as they were, for the two sides, who may not read each other's rows; `_en` in
    English, where there were any. `note` is the text of what counsel answered. `turns` are the questions before it in its
    conversation.
    """

    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="+", db_constraint=False)
    opinion = models.CharField(max_length=20, blank=True)
    asked_by = models.CharField(max_length=200)
    asked_by_en = models.CharField(max_length=200, blank=True, default="", db_default="")
    referred_at = models.DateTimeField(db_default=Now())
    taken_by = models.UUIDField(null=True)
    taken_by_name = models.CharField(max_length=200, blank=True)
    taken_by_name_en = models.CharField(max_length=200, blank=True, default="", db_default="")
    taken_at = models.DateTimeField(null=True)
    ending = models.CharField(max_length=20, blank=True)
    ended_at = models.DateTimeField(null=True)
    note = models.UUIDField(null=True)
    turns = ArrayField(models.UUIDField(), default=list)

    class Meta(Derived.Meta):
        constraints: ClassVar[tuple[models.BaseConstraint, ...]] = (  # type: ignore[assignment]
            *Derived.Meta.constraints,
            models.UniqueConstraint(fields=("question",), name="answering_referral_once_a_question"),
        )

    def __str__(self) -> str:
        return self.receipt

    @property
    def asker(self) -> str:
        """Who asked, in the active language."""
        return called(self.asked_by, self.asked_by_en)

    @property
    def taker(self) -> str:
        """Who took it up, in the active language."""
        return called(self.taken_by_name, self.taken_by_name_en)

    @property
    def receipt(self) -> str:
        """What the asker is told it is called: eight characters of its id."""
        return f"{self.id.hex[:4]}-{self.id.hex[4:8]}".upper()


class Feedback(Derived):
    """What somebody says is wrong with a sentence of an answer they read. `note` is a text of theirs."""

    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="+", db_constraint=False)
    ordinal = models.IntegerField()
    reason = models.CharField(max_length=20)
    note = models.UUIDField(null=True)
    given_at = models.DateTimeField(db_default=Now())

    class Meta(Derived.Meta):
        ordering = ("given_at", "id")

    def __str__(self) -> str:
        return f"{self.ordinal}: {self.reason}"
