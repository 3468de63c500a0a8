"""The tools a model is offered, and the text that tells it how to use them. Plain Python.

They only read, and only what the asker may read; so whatever a document talks a model into, it can do nothing with them.
"""

from dataclasses import replace
from enum import StrEnum
from typing import Any

from kaas.answering.prompt_files import prompt_file
from kaas.inference.prompts import Prompt, Tool

ROUNDS = 4  # replies that may call; the one after them answers
CALLS = 4  # of one reply that are answered
PROMPT, PROMPT_WITH_TOOLS = "answer", "answer+tools"
LONGEST_QUERY = 400
LONGEST_NUMBER = 60
LAST_MARKER = 999
LAST_CLAIM = 999


class Name(StrEnum):
    """The tools."""

    SEARCH = "search"
    OPEN_PASSAGE = "open_passage"
    FIND_BY_NUMBER = "find_by_number"
    COMPARE_CLAIMS = "compare_claims"


def _integer(description: str, most: int) -> dict[str, Any]:
    return {"type": "integer", "minimum": 1, "maximum": most, "description": description}


def _text(description: str, most: int) -> dict[str, Any]:
    return {"type": "string", "minLength": 1, "maxLength": most, "description": description}


def _closed(required: list[str], **properties: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": False,
    }


OFFERED = (
    Tool(
        Name.SEARCH,
        "Search the documents by their words, in Japanese or English.",
        _closed(["query"], query=_text("words the documents themselves would use", LONGEST_QUERY)),
    ),
    Tool(
        Name.OPEN_PASSAGE,
        "Read on in the document of a passage you were given: what stands before and after it, or one place.",
        _closed(
            ["passage"],
            passage=_integer("the number of the passage, from its [number]", LAST_MARKER),
            place=_text("claim 3, paragraph 0012 or page 5; left out for what is around it", LONGEST_NUMBER),
        ),
    ),
    Tool(
        Name.FIND_BY_NUMBER,
        "Find the document that has a number: a publication, an application or a report.",
        _closed(["number"], number=_text("the number, as it is written", LONGEST_NUMBER)),
    ),
    Tool(
        Name.COMPARE_CLAIMS,
        "Read two claims beside each other, of the documents of passages you were given.",
        _closed(
            ["passage", "claim", "other_passage", "other_claim"],
            passage=_integer("the number of a passage of the one document", LAST_MARKER),
            claim=_integer("the number of its claim", LAST_CLAIM),
            other_passage=_integer("the number of a passage of the other document", LAST_MARKER),
            other_claim=_integer("the number of its claim", LAST_CLAIM),
        ),
    ),
)


def tools_text() -> str:
    """What a model that has tools is told besides."""
    return "\n" + prompt_file("tools").filled(rounds=ROUNDS)


def without_tools(prompt: Prompt) -> Prompt:
    """The same prompt for a model that has none."""
    return replace(prompt, tools=(), steps=(), instructions=prompt.instructions.removesuffix(tools_text()))
