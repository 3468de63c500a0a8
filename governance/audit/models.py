"""Events and texts. Rows are only ever added: grants and triggers refuse anything else, to every role."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models


class Event(models.Model):
    """One thing that was done. Written through `append_event()`, which stamps the actor and the time itself."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    occurred_at = models.DateTimeField(db_index=True)
    actor = models.TextField()
    session = models.TextField(blank=True)
    on_behalf_of = models.TextField(blank=True)
    action = models.TextField()
    resource = models.TextField(blank=True)
    outcome = models.TextField()
    request_id = models.TextField(blank=True)
    detail = models.JSONField(default=dict)

    class Meta:
        ordering = ("occurred_at", "id")
        indexes = (models.Index(fields=("actor", "occurred_at")), models.Index(fields=("resource",)))

    def __str__(self) -> str:
        return f"{self.action} {self.resource}".strip()


class Pending(models.Model):
    """An event that has no place in the tree yet. The sequencer moves it there; nothing else removes it."""

    event = models.UUIDField(primary_key=True)

    def __str__(self) -> str:
        return str(self.event)


class Key(models.Model):
    """The key of one person's texts, wrapped by the installation's key. Destroying it erases the person's words."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.UUIDField(unique=True)
    wrapped = models.BinaryField()
    created_at = models.DateTimeField(auto_now_add=True)
    destroyed_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return str(self.id)


class Text(models.Model):
    """What a person asked or was shown: ciphertext, once, under the labels of everything it rests on."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.UUIDField()
    resource = models.TextField()
    purpose = models.TextField()
    key = models.UUIDField()
    ciphertext = models.BinaryField()
    label_ids = ArrayField(models.IntegerField())
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = (models.Index(fields=("resource",)), models.Index(fields=("key",)))
        constraints = (
            models.CheckConstraint(condition=models.Q(label_ids__len__gt=0), name="audit_text_is_labelled"),
        )

    def __str__(self) -> str:
        return f"{self.purpose} {self.id}"
