"""The shapes of a search, as the OpenAPI schema shows them."""

from rest_framework import serializers

from kaas.retrieval.naming import LONGEST_NAME


class LocatorSerializer(serializers.Serializer):  # type: ignore[type-arg]
    """Where in a document: claim, paragraph, page, heading, sheet, slide or line, and which."""

    kind = serializers.CharField()
    value = serializers.CharField(allow_blank=True)


class DocumentSerializer(serializers.Serializer):  # type: ignore[type-arg]
    """A document as a line."""

    id = serializers.UUIDField()
    title = serializers.CharField()
    publication_number = serializers.CharField(allow_blank=True)
    kind = serializers.CharField()


class StandingSerializer(serializers.Serializer):  # type: ignore[type-arg]
    """What registers say of a publication, and the others of its family or application that the caller may read."""

    legal_status = serializers.CharField(
        source="registered.status", allow_blank=True, help_text="As recorded; empty where nothing is."
    )
    flags = serializers.ListField(
        source="registered.flags", child=serializers.CharField(), help_text="opposition_pending and the like."
    )
    granted_as = serializers.CharField(
        source="registered.granted",
        allow_blank=True,
        help_text="Of a published application: its patent.",
    )
    ends_on = serializers.DateField(
        source="expires_on", allow_null=True, help_text="The last day of its right."
    )
    may_move = serializers.BooleanField(
        source="is_open", help_text="Some fact is missing that may move that day."
    )
    members = DocumentSerializer(many=True)


class SearchRequest(serializers.Serializer):  # type: ignore[type-arg]
    """What to search for. Length and characters of the query are the verb's own check."""

    query = serializers.CharField(
        required=False,
        default="",
        allow_blank=True,
        trim_whitespace=False,
        max_length=None,
        help_text="Words, phrases in quotation marks, -words, and fields such as office:JP, after:2019, class:H01M10/0562.",
    )
    portfolio = serializers.CharField(required=False, default="", allow_blank=True, max_length=200)
    limit = serializers.IntegerField(required=False, default=20, min_value=1, max_value=100)
    first = serializers.IntegerField(
        required=False, default=0, min_value=0, max_value=10_000, help_text="Hits to leave out before."
    )
    like = serializers.CharField(
        required=False,
        default="",
        allow_blank=True,
        max_length=LONGEST_NAME,
        help_text="A document whose like is sought, by id, number or title; with `:claim 3` that of a claim.",
    )
    explain = serializers.BooleanField(
        required=False, default=False, help_text="Which words and which arm brought each hit."
    )
    why_not = serializers.CharField(
        required=False,
        default="",
        allow_blank=True,
        max_length=LONGEST_NAME,
        help_text="A document that is missed among the hits.",
    )


class PieceSerializer(serializers.Serializer):  # type: ignore[type-arg]
    """A stretch of text; marked where it is what was searched for."""

    text = serializers.CharField(trim_whitespace=False)
    marked = serializers.BooleanField()


class WordSerializer(serializers.Serializer):  # type: ignore[type-arg]
    """What a word of the query gave a passage; idf is that among what the caller may read."""

    text = serializers.CharField()
    idf = serializers.FloatField()
    impact = serializers.FloatField()
    points = serializers.FloatField()


class ExplanationSerializer(serializers.Serializer):  # type: ignore[type-arg]
    """Why a passage stands where it stands; `ranks` by arm."""

    words = WordSerializer(many=True)
    pairs = serializers.FloatField(help_text="What neighbouring Japanese characters gave besides.")
    lacking = serializers.ListField(child=serializers.CharField())
    ranks = serializers.DictField(child=serializers.IntegerField())
    lexical = serializers.FloatField(allow_null=True)
    similarity = serializers.FloatField(allow_null=True)
    share = serializers.FloatField(
        allow_null=True, help_text="How much of the query the passage says, from 0 to 1."
    )
    neighbours = serializers.FloatField(
        allow_null=True, help_text="What words that follow each other in both add to the score."
    )


class HitSerializer(serializers.Serializer):  # type: ignore[type-arg]
    """A passage that was found. The score orders hits of one query and means nothing else."""

    rank = serializers.IntegerField()
    score = serializers.FloatField()
    passage = serializers.UUIDField()
    document = DocumentSerializer()
    locator = LocatorSerializer()
    text = serializers.CharField()
    marking = serializers.CharField(allow_blank=True)
    snippet = PieceSerializer(many=True)
    why = ExplanationSerializer(required=False)


class PartSerializer(serializers.Serializer):  # type: ignore[type-arg]
    """A filter, phrase or exclusion; `without` is the query without it, `query` the query with it."""

    field = serializers.CharField()
    value = serializers.CharField()
    excluded = serializers.BooleanField(required=False)
    without = serializers.CharField(required=False, allow_blank=True)
    query = serializers.CharField(required=False)


class NumberReadingSerializer(serializers.Serializer):  # type: ignore[type-arg]
    """What an ambiguous number may mean, and the query that says so."""

    number = serializers.CharField()
    query = serializers.CharField()


class NumberSerializer(serializers.Serializer):  # type: ignore[type-arg]
    """A patent number in the query; `canonical` is empty where it is ambiguous."""

    text = serializers.CharField()
    canonical = serializers.CharField(allow_blank=True)
    readings = NumberReadingSerializer(many=True)


class UnreadSerializer(serializers.Serializer):  # type: ignore[type-arg]
    """A field with a value that it cannot have, and the values that something the caller may read has."""

    text = serializers.CharField()
    field = serializers.CharField()
    values = serializers.ListField(child=serializers.CharField())


class UnderstoodSerializer(serializers.Serializer):  # type: ignore[type-arg]
    """What was understood of the query; offers are filters it may have meant, and that were not applied.

    unread: fields with a value that they cannot have; they are searched for as words. lacking: fields with nothing behind
    them; they are left out.
    """

    words = serializers.CharField(allow_blank=True)
    parts = PartSerializer(many=True)
    offers = PartSerializer(many=True)
    unread = UnreadSerializer(many=True)
    lacking = serializers.ListField(child=serializers.CharField())
    numbers = NumberSerializer(many=True)


class ValueSerializer(serializers.Serializer):  # type: ignore[type-arg]
    """A value of a facet and how many of the found documents have it."""

    value = serializers.CharField()
    documents = serializers.IntegerField()


class FacetSerializer(serializers.Serializer):  # type: ignore[type-arg]
    """Found documents by a field; `more` values are not told."""

    field = serializers.CharField()
    values = ValueSerializer(many=True)
    more = serializers.IntegerField()


class VariantSerializer(serializers.Serializer):  # type: ignore[type-arg]
    """A word that nothing the caller may read holds, and one spelled nearly so that something does."""

    word = serializers.CharField()
    instead = serializers.CharField()
    query = serializers.CharField()


class WhyNotSerializer(serializers.Serializer):  # type: ignore[type-arg]
    """Why a document is not among the hits, or at which rank its best passage stands."""

    document = DocumentSerializer()
    rank = serializers.IntegerField(allow_null=True)
    withdrawn = serializers.BooleanField()
    failing = PartSerializer(many=True)
    passage = serializers.UUIDField(allow_null=True)
    why = ExplanationSerializer()


class SearchResponse(serializers.Serializer):  # type: ignore[type-arg]
    """Hits, best first, and what is told of all that were found: everything is of what the caller may read."""

    query = serializers.CharField(allow_blank=True)
    took_ms = serializers.FloatField()
    arms = serializers.ListField(
        child=serializers.CharField(), help_text="What took part: words, meaning, reranked."
    )
    failed = serializers.ListField(
        child=serializers.CharField(), help_text="What was asked to and could not."
    )
    hits = HitSerializer(many=True)
    total = serializers.IntegerField()
    is_cut = serializers.BooleanField(help_text="There may be more than were looked at.")
    understood = UnderstoodSerializer()
    facets = FacetSerializer(many=True)
    numbered = DocumentSerializer(many=True, help_text="The documents whose number stands in the query.")
    variants = VariantSerializer(many=True)
    like = DocumentSerializer(allow_null=True)
    why_not = WhyNotSerializer(allow_null=True)
