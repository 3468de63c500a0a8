"""The shapes of requests and responses, as the OpenAPI schema shows them."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from kaas.answering.cited_front_pages import place_kind
from kaas.answering.grounds import grounds_of, words_missing
from kaas.api.findings import StandingSerializer


class AskRequest(serializers.Serializer):  # type: ignore[type-arg]
    """What to answer."""

    question = serializers.CharField(allow_blank=True, trim_whitespace=False, max_length=None)
    portfolio = serializers.CharField(required=False, default="", allow_blank=True, max_length=200)
    marking = serializers.CharField(
        required=False,
        default="",
        allow_blank=True,
        max_length=100,
        help_text="What the question itself is classified as; the highest of what is searched when left out.",
    )
    follows = serializers.UUIDField(
        required=False, default=None, allow_null=True, help_text="The answer before it in a conversation."
    )


class StatementSerializer(serializers.Serializer):  # type: ignore[type-arg]
    """One sentence of an answer; `citations` are markers."""

    text = serializers.CharField()
    verdict = serializers.ChoiceField(choices=["supported", "partial", "unsupported", "contradicted"])
    citations = serializers.ListField(child=serializers.IntegerField(), source="markers")


class CitationSerializer(serializers.Serializer):  # type: ignore[type-arg]
    """The place a statement rests on. A front page is none of its document's passages: its locator is of the kind
    `front page`, and its `passage` is found nowhere else.
    """

    marker = serializers.IntegerField()
    document = serializers.SerializerMethodField()
    passage = serializers.UUIDField(source="passage_id")
    locator = serializers.SerializerMethodField()
    quote = serializers.CharField()
    digest = serializers.CharField()
    marking = serializers.CharField(allow_blank=True)

    def get_document(self, citation) -> dict[str, str]:  # type: ignore[no-untyped-def]
        return {
            "id": str(citation.document_id),
            "title": citation.title,
            "publication_number": citation.publication_number,
        }

    def get_locator(self, citation) -> dict[str, str]:  # type: ignore[no-untyped-def]
        return {"kind": place_kind(citation), "value": citation.locator_value}


class WritingSerializer(serializers.Serializer):  # type: ignore[type-arg]
    """What wrote the answer in its own words, or tried to. `left_out`: passages for which there was no room."""

    model = serializers.CharField()
    openness = serializers.CharField()
    digest = serializers.CharField(allow_blank=True)
    prompt = serializers.CharField()
    prompt_digest = serializers.CharField()
    ending = serializers.CharField(allow_blank=True)
    flags = serializers.ListField(child=serializers.CharField())
    shown = serializers.IntegerField()
    left_out = serializers.IntegerField()
    prompt_tokens = serializers.IntegerField()
    completion_tokens = serializers.IntegerField()


class HeldBackSerializer(serializers.Serializer):  # type: ignore[type-arg]
    """A document that was found and not shown to the model, because its card does not permit it."""

    id = serializers.UUIDField(source="document_id")
    title = serializers.CharField()
    level = serializers.IntegerField()


class WholeLabelSerializer(serializers.Serializer):  # type: ignore[type-arg]
    """Labels merged: highest level, all compartments, the tracks in common; by name, as far as the reader is in them."""

    level = serializers.IntegerField()
    markings = serializers.ListField(child=serializers.CharField())
    compartments = serializers.ListField(child=serializers.CharField())
    tracks = serializers.ListField(child=serializers.CharField())
    compartments_en = serializers.ListField(
        child=serializers.CharField(), help_text="By their names in English, or the only ones they have."
    )
    tracks_en = serializers.ListField(
        child=serializers.CharField(), help_text="By their names in English, or the only ones they have."
    )


class ReceiptSerializer(serializers.Serializer):  # type: ignore[type-arg]
    """Where a question stands that counsel has."""

    id = serializers.UUIDField()
    number = serializers.CharField()
    opinion = serializers.CharField(allow_blank=True)
    standing = serializers.ChoiceField(choices=["waiting", "taken", "answered", "closed"])
    referred_at = serializers.DateTimeField()
    taken_by = serializers.CharField(allow_blank=True)
    ended_at = serializers.DateTimeField(allow_null=True)
    note = serializers.CharField(allow_blank=True)
    unseen = serializers.BooleanField(
        help_text="It waits, and nobody who answers for counsel may read what it rests on."
    )


class StaleSerializer(serializers.Serializer):  # type: ignore[type-arg]
    """What became of a cited document since the question was asked."""

    document = serializers.UUIDField(source="document_id")
    title = serializers.CharField()
    change = serializers.ChoiceField(choices=["replaced", "withdrawn", "relabelled", "published_again"])
    at = serializers.DateTimeField()
    instead = serializers.UUIDField(source="instead_id", allow_null=True)


class ReadingSerializer(serializers.Serializer):  # type: ignore[type-arg]
    """One reading of a number that was asked back, and the question with it."""

    shown = serializers.CharField()
    question = serializers.CharField()


class EndingSerializer(serializers.Serializer):  # type: ignore[type-arg]
    """How an answer ended: what a stream tells at its end, after the sentences and citations."""

    outcome = serializers.CharField()
    sentence = serializers.CharField()
    engine = serializers.CharField()
    writing = WritingSerializer(allow_null=True)
    held_back = HeldBackSerializer(many=True)
    receipt = ReceiptSerializer(allow_null=True, help_text="Where counsel has the question.")
    readings = ReadingSerializer(many=True, help_text="Of a number that was asked back.")


class AnswerSerializer(EndingSerializer):
    """An answer, in the language of its question."""

    id = serializers.UUIDField()
    question = serializers.CharField()
    language = serializers.CharField()
    asked_at = serializers.DateTimeField()
    event = serializers.UUIDField()
    level = serializers.IntegerField()
    whole_label = WholeLabelSerializer(source="label", help_text="Of everything the answer rests on.")
    own_label = WholeLabelSerializer(help_text="Of the question itself.")
    shared_by = serializers.CharField(allow_blank=True, help_text="Who shows it, where it is not one's own.")
    statements = StatementSerializer(many=True)
    citations = CitationSerializer(many=True)
    follows = serializers.UUIDField(allow_null=True)
    missing = serializers.SerializerMethodField(
        help_text="Words of the question that stand in nothing shown."
    )
    stale = StaleSerializer(many=True, help_text="What changed under it since; empty when it is fresh.")

    def get_missing(self, answer) -> list[str]:  # type: ignore[no-untyped-def]
        return words_missing(answer)


class LookupSerializer(serializers.Serializer):  # type: ignore[type-arg]
    """Something that the model looked up while it answered. `together`: calls that this one stands for."""

    tool = serializers.CharField()
    code = serializers.CharField(help_text="What became of it, `done` where it was carried out.")
    about = serializers.CharField(allow_blank=True, help_text="What it asked for.")
    sent = serializers.IntegerField(help_text="Passages that it was given.")
    together = serializers.IntegerField()


class GroundsSerializer(serializers.Serializer):  # type: ignore[type-arg]
    """Why an answer is as it is: the words of the question that are quoted, what searched, and how many passages were found,
    handed on to be answered from, and quoted.
    """

    words = serializers.ListField(child=serializers.CharField())
    arms = serializers.ListField(child=serializers.CharField())
    failed = serializers.ListField(child=serializers.CharField())
    found = serializers.IntegerField()
    used = serializers.IntegerField()
    quoted = serializers.IntegerField()
    rule = serializers.CharField(allow_blank=True, help_text="By which it ended otherwise than answered.")
    is_marking_chosen = serializers.BooleanField(
        help_text="Else its own label is the highest of what was searched."
    )
    lookups = LookupSerializer(many=True)


class AnswerDetailSerializer(AnswerSerializer):
    """An answer, and why it is as it is; null where that is not the caller's to read, as of answers that others show."""

    why = serializers.SerializerMethodField()

    @extend_schema_field(GroundsSerializer(allow_null=True))
    def get_why(self, answer) -> dict[str, Any] | None:  # type: ignore[no-untyped-def]
        found = grounds_of(answer, scope=self.context["scope"])
        return dict(GroundsSerializer(found).data) if found else None


class ShareRequest(serializers.Serializer):  # type: ignore[type-arg]
    """One person by exact user name, or one of the caller's own circles of readers by its slug."""

    username = serializers.CharField(required=False, default="", allow_blank=True, max_length=150)
    reader_group = serializers.CharField(required=False, default="", allow_blank=True, max_length=80)

    def validate(self, attrs: dict[str, str]) -> dict[str, str]:
        if bool(attrs["username"]) == bool(attrs["reader_group"]):
            raise serializers.ValidationError("Give username or reader_group, and not both.")
        return attrs


class ShareSerializer(serializers.Serializer):  # type: ignore[type-arg]
    """With whom an answer is shared. It says nothing of whether they may read it."""

    id = serializers.UUIDField()
    shared_with = serializers.CharField()
    is_group = serializers.BooleanField()
    shared_at = serializers.DateTimeField()


class SharedSerializer(serializers.Serializer):  # type: ignore[type-arg]
    """A question that somebody shows to the caller."""

    answer = serializers.UUIDField(source="answer_id")
    question = serializers.CharField(source="text")
    language = serializers.CharField()
    level = serializers.IntegerField()
    shared_by = serializers.CharField()
    shared_at = serializers.DateTimeField()


class MarkingSerializer(serializers.Serializer):  # type: ignore[type-arg]
    """A marking the caller may classify a question as."""

    name = serializers.CharField()
    level = serializers.IntegerField()


class PassageSerializer(serializers.Serializer):  # type: ignore[type-arg]
    """A piece of a document, in reading order."""

    id = serializers.UUIDField()
    section = serializers.CharField()
    locator = serializers.SerializerMethodField()
    headings = serializers.ListField(child=serializers.CharField())
    text = serializers.CharField()

    def get_locator(self, passage) -> dict[str, str]:  # type: ignore[no-untyped-def]
        return {"kind": passage.locator_kind, "value": passage.locator_value}


class DocumentDetailSerializer(serializers.Serializer):  # type: ignore[type-arg]
    """A document, whole."""

    id = serializers.UUIDField(source="summary.id")
    title = serializers.CharField(source="summary.title")
    kind = serializers.CharField(source="summary.kind")
    format = serializers.CharField(source="summary.format")
    language = serializers.CharField(source="summary.language")
    publication_number = serializers.CharField(source="summary.publication_number")
    portfolio = serializers.CharField(source="summary.portfolio")
    marking = serializers.CharField(source="summary.marking")
    level = serializers.IntegerField(source="summary.level")
    digest = serializers.CharField(source="summary.digest")
    withdrawn = serializers.BooleanField(source="summary.withdrawn")
    standing = StandingSerializer(help_text="Empty throughout for what no office published.")
    passages = PassageSerializer(many=True)


class EventSerializer(serializers.Serializer):  # type: ignore[type-arg]
    """One event of the trail: ids and codes, never text."""

    id = serializers.UUIDField()
    occurred_at = serializers.DateTimeField()
    actor = serializers.CharField()
    on_behalf_of = serializers.CharField(allow_blank=True)
    action = serializers.CharField()
    resource = serializers.CharField(allow_blank=True)
    outcome = serializers.CharField()
    request_id = serializers.CharField(allow_blank=True)
    detail = serializers.DictField()
