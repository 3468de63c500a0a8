"""Ask as a person: the answer they would get, each statement with its citations."""

import argparse

from kaas.answering.answers import AnswerView
from kaas.answering.ask import ask
from kaas.answering.cited_front_pages import place_kind
from kaas.operations.acting import acting_as
from kaas.operations.commands.output import emit, say
from kaas.wiring import desk
from portfolios.locators import locator_text


def describe(parser: argparse.ArgumentParser) -> None:
    """QUESTION --as USER [--portfolio NAME] [--marking NAME] [--json]"""
    parser.add_argument("question", metavar="QUESTION")
    parser.add_argument("--as", dest="username", required=True, metavar="USER", help="who asks")
    parser.add_argument("--portfolio", default="", help="only there")
    parser.add_argument(
        "--marking",
        default="",
        help="what the question itself is classified as; else the highest of what is searched",
    )
    parser.add_argument("--json", action="store_true", help="one JSON object on standard output")


def run(options: argparse.Namespace) -> int:
    """Print the answer. Exit status 1 when there was none."""
    with acting_as(options.username) as session_id:
        answer = ask(
            options.question,
            session_id=session_id,
            portfolio=options.portfolio,
            marking=options.marking,
            desk=desk(),
        )
    if options.json:
        emit(_plain(answer))
    else:
        _print(answer)
    return 0 if answer.statements else 1


def _plain(answer: AnswerView) -> dict[str, object]:
    return {
        "outcome": answer.outcome.value,
        "language": answer.language,
        "engine": answer.engine,
        "sentence": answer.sentence,
        "statements": [
            {"text": s.text, "verdict": s.verdict, "citations": s.markers} for s in answer.statements
        ],
        "citations": [
            {
                "marker": c.marker,
                "document": {
                    "id": c.document_id,
                    "title": c.title,
                    "publication_number": c.publication_number,
                },
                "locator": {"kind": place_kind(c), "value": c.locator_value},
                "quote": c.quote,
                "digest": c.digest,
            }
            for c in answer.citations
        ],
        "event": answer.event,
    }


def _print(answer: AnswerView) -> None:
    for statement in answer.statements:
        say(f"{statement.text} {''.join(f'[{marker}]' for marker in statement.markers)}")
    say("")
    for citation in answer.citations:
        where = locator_text(citation.locator_kind, citation.locator_value, answer.language)
        say(f"  [{citation.marker}] {citation.title}, {where}  ({citation.marking})")
    say(answer.sentence)
