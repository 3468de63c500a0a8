"""Search as a person: the passages they would find, best first."""

import argparse

from governance.access.scopes import NotFound, Scope, scope
from kaas.operations.acting import acting_as
from kaas.operations.commands.failures import Unusable
from kaas.operations.commands.output import emit, say
from kaas.retrieval.asking import Asked
from kaas.retrieval.naming import document_named, model_named
from kaas.retrieval.numbers import readings
from kaas.retrieval.results import Explanation, SearchResults, Survey, WhyNot
from kaas.retrieval.search import search
from kaas.retrieval.telling import snippet, told
from kaas.wiring import desk
from portfolios.locators import locator_text

BAR = 24  # characters of the longest bar


def describe(parser: argparse.ArgumentParser) -> None:
    """[QUERY] --as USER [--portfolio NAME] [--like DOCUMENT[:claim N]] [--explain] [--why-not DOCUMENT] [--json]"""
    parser.add_argument(
        "query",
        metavar="QUERY",
        nargs="?",
        default="",
        help="words, “phrases”, -words, and fields: title: office: before: until: since: after: date: class: party:"
        " stage: status: family: kind: language: level: number:",
    )
    parser.add_argument(
        "--as", dest="username", required=True, metavar="USER", help="whose eyes to search with"
    )
    parser.add_argument("--portfolio", default="", help="only there")
    parser.add_argument("--limit", type=int, default=10)
    parser.add_argument("--first", type=int, default=0, metavar="N", help="leave the first N hits out")
    parser.add_argument(
        "--like", default="", metavar="DOCUMENT[:claim N]", help="what is like it; an id, a number or a title"
    )
    parser.add_argument("--explain", action="store_true", help="which words and which arm brought each hit")
    parser.add_argument("--why-not", default="", metavar="DOCUMENT", help="why it is not among the hits")
    parser.add_argument("--json", action="store_true", help="one JSON object on standard output")


def run(options: argparse.Namespace) -> int:
    """Print hits. Exit status 1 when nothing was found."""
    with acting_as(options.username) as session_id, scope(session_id) as acting:
        at_hand = desk()
        results = search(
            options.query,
            scope=acting,
            limit=max(1, min(options.limit, 200)),
            portfolio=options.portfolio,
            asked=_asked(options, acting),
            embedder=at_hand.embedder,
            reranker=at_hand.reranker,
        )
    if options.json:
        emit(told(results))
    else:
        _print(results)
    return 0 if results.hits else 1


def _asked(options: argparse.Namespace, acting: Scope) -> Asked:
    try:
        like, claim = model_named(options.like, scope=acting) if options.like else (None, "")
        missed = document_named(options.why_not, scope=acting) if options.why_not else None
    except NotFound as error:
        raise Unusable("there is no such document for this person") from error
    first = max(0, min(options.first, 10_000))
    return Asked(first=first, like=like, claim=claim, explain=options.explain, why_not=missed)


def _print(results: SearchResults) -> None:
    survey = results.survey
    assert survey is not None
    _print_understood(survey)
    for hit in results.hits:
        where = locator_text(hit.passage.locator_kind, hit.passage.locator_value, hit.passage.language)
        named = f"{hit.document.publication_number}  {hit.document.title}".strip()
        say(f"{hit.rank:3}. {named} — {where}  [{hit.document.marking}]  {hit.score:.2f}")
        say(f"     {' '.join(''.join(piece.text for piece in snippet(hit, results)).split())}")
        if explanation := survey.explanations.get(hit.passage.id):
            _print_explanation(explanation)
    say(f"{survey.total}{' or more' if survey.is_cut else ''} passages" if results.hits else "nothing found")
    for facet in survey.facets:
        told = [f"{value} {count}" for value, count in facet.values] + ["…"] * bool(facet.more)
        if facet.divides(len(survey.ranks)):
            say(f"  {facet.field}: {', '.join(told)}")
    if results.failed:
        say(f"without {' and '.join(results.failed)}: the model did not answer")
    if survey.why_not:
        _print_why_not(survey.why_not)


def _print_understood(survey: Survey) -> None:
    for part in survey.understood.parts:
        say(f"{'not ' if part.is_excluded else ''}{part.field}: {part.value}")
    for number in survey.understood.ambiguous:
        shown = [one for one, _canonical in readings(number, held=survey.held)]
        say(f"{number.text} may be {' or '.join(shown)}")
    for one in survey.understood.unread:
        values = ", ".join(survey.values.get(one.field, ()))
        say(f"not understood, searched for as words: {one.text}{f'; there is {values}' if values else ''}")
    for lacking in survey.understood.lacking:
        say(f"something is missing behind {lacking.text}; it was left out")
    for variant in survey.variants:
        say(f"{variant.word} is nowhere; {variant.instead} is")
    for document in survey.numbered:
        say(f"  → {document.publication_number}  {document.title}  [{document.marking}]")


def _print_explanation(one: Explanation) -> None:
    most = max((word.points for word in one.words), default=1.0)
    for word in one.words:
        bar = "█" * max(1, round(BAR * word.points / most))
        say(f"       {word.points:6.2f}  {bar:{BAR}}  {word.text}  idf {word.idf:.2f} x {word.impact:.2f}")
    if one.pairs:
        say(f"       {one.pairs:6.2f}  {'':{BAR}}  pairs of characters")
    if one.lacking:
        say(f"       without {', '.join(one.lacking)}")
    if one.said:
        say(
            f"       says {one.said.share:.0%} of the query; words that stand together: +{one.said.neighbours:.2f}"
        )
    for arm, rank in one.places.items():
        say(f"       {arm}: rank {rank}")


def _print_why_not(one: WhyNot) -> None:
    named = one.document.publication_number or one.document.title
    if one.rank is not None:
        say(f"{named} is found: its best passage stands at rank {one.rank}")
        return
    say(f"{named} is not found:")
    for part in one.failing:
        say(f"  it does not pass {'not ' if part.is_excluded else ''}{part.field}: {part.value}")
    if one.is_withdrawn:
        say("  it was replaced by a newer version")
    if one.passage is None:
        say("  it holds none of the words")
    else:
        say("  its best passage:")
        _print_explanation(one.explanation)
