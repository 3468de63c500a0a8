"""A call as the model wrote it, checked against what is offered: name, arguments and their form. Plain Python."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from kaas.answering.tools.offered import OFFERED, Name
from kaas.inference.harmony import FUNCTIONS
from kaas.inference.prompts import Schema
from kaas.inference.replies import Call
from kaas.inference.structured import read_object


class Code(StrEnum):
    """What became of a call."""

    DONE = "done"
    AMBIGUOUS_NUMBER = "ambiguous_number"
    FAILED = "failed"
    NO_ROOM = "no_room"
    NOTHING_FOUND = "nothing_found"
    REFUSED = "refused"
    TOO_MANY = "too_many"
    UNKNOWN_PASSAGE = "unknown_passage"
    UNKNOWN_TOOL = "unknown_tool"
    WRONG_ARGUMENTS = "wrong_arguments"


TOLD = {
    Code.AMBIGUOUS_NUMBER: "This number can be that of an application or of a publication. Say which.",
    Code.FAILED: "An error of the system ended this call. What it would have found is not known.",
    Code.NO_ROOM: "There is no room left for what this would find.",
    Code.NOTHING_FOUND: "Nothing was found.",
    Code.REFUSED: "This is not looked for.",
    Code.TOO_MANY: "Too many calls at once. Neither this one nor any after it was run.",
    Code.UNKNOWN_PASSAGE: "You were given no passage with this number.",
    Code.UNKNOWN_TOOL: f"There is no such tool. There are: {', '.join(tool.name for tool in OFFERED)}.",
    Code.WRONG_ARGUMENTS: "The arguments are not one JSON object as the tool asks for it, with nothing else in it.",
}
SCHEMAS = {Name(tool.name): Schema(tool.name, tool.parameters) for tool in OFFERED}


@dataclass(frozen=True, slots=True)
class Asked:
    """A call of a tool that exists, with arguments as it asks for them."""

    tool: Name
    arguments: Mapping[str, Any]


def read_call(call: Call) -> Asked | Code:
    """The call, or why it is none."""
    name = call.recipient.removeprefix(FUNCTIONS)
    if name == call.recipient or name not in set(Name):
        return Code.UNKNOWN_TOOL
    tool = Name(name)
    arguments = read_object(call.arguments, SCHEMAS[tool])
    return Code.WRONG_ARGUMENTS if arguments is None else Asked(tool, _counted(arguments))


def _counted(arguments: Mapping[str, Any]) -> dict[str, Any]:
    """With 3 for 3.0, which a schema takes for an integer too. No tool asks for a number that is none."""
    return {name: int(value) if isinstance(value, float) else value for name, value in arguments.items()}
