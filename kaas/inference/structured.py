"""Replies that must be JSON under a schema: checked, asked for again at most twice, and else given up as a whole."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from jsonschema import Draft202012Validator  # type: ignore[import-untyped]
from jsonschema.exceptions import best_match  # type: ignore[import-untyped]
from referencing import Registry

from kaas.inference.prompts import Prompt, Schema
from kaas.inference.replies import Ending, Reply, Usage

REPAIRS = 2
_FENCED = re.compile(r"\s*```(?:json)?\s*\n(.*?)\n\s*```\s*", re.DOTALL)
_NO_OBJECT = "it is not one JSON object"


def read_structured(reply: Reply, schema: Schema) -> Mapping[str, Any] | None:
    """The object in a complete reply's final text, or None if there is none or it does not follow the schema."""
    value, _ = _read(reply, schema)
    return value


def read_object(text: str, schema: Schema) -> Mapping[str, Any] | None:
    """The JSON object that a text is, or None if it is none or does not follow the schema."""
    return _object(text, schema)[0]


def fill(prompt: Prompt, write: Callable[[Prompt], Reply]) -> tuple[Reply, Mapping[str, Any] | None]:
    """Have a reply written that follows `prompt.schema`, repairing a wrong one at most twice.

    Gives the last reply, whose usage counts all of them, and the object. A reply that did not end well (cut, unreachable, …)
    is not asked for again. Raises ValueError if the prompt has no schema.
    """
    if prompt.schema is None:
        raise ValueError("the prompt has no schema to fill")
    asked, usage = prompt, Usage()
    for _ in range(1 + REPAIRS):
        reply = write(asked)
        usage = _sum(usage, reply.usage)
        value, wrong = _read(reply, prompt.schema)
        if value is not None or reply.ending is not Ending.COMPLETE:
            return replace(reply, usage=usage), value
        asked = replace(prompt, instructions=f"{prompt.instructions}\n\n{_remark(wrong)}")
    return replace(reply, ending=Ending.SCHEMA_FAILED, usage=usage), None


def _read(reply: Reply, schema: Schema) -> tuple[Mapping[str, Any] | None, str]:
    """The object, or None and what is wrong, said without a word of the reply: it goes into our own instructions."""
    if reply.ending is not Ending.COMPLETE:
        return None, _NO_OBJECT
    fenced = _FENCED.fullmatch(reply.final)
    return _object(fenced[1] if fenced else reply.final, schema)


def _object(text: str, schema: Schema) -> tuple[Mapping[str, Any] | None, str]:
    try:
        value = json.loads(text, parse_constant=_refuse, object_pairs_hook=_once)
        wrong = _NO_OBJECT if not isinstance(value, dict) else _departure(value, schema)
    except (ValueError, RecursionError):
        return None, _NO_OBJECT
    return (None, wrong) if wrong else (value, "")


def _departure(value: Mapping[str, Any], schema: Schema) -> str:
    """Which rule of the schema the object breaks, or nothing. The empty registry fetches nothing, whatever a `$ref` says."""
    error = best_match(Draft202012Validator(schema.schema, registry=Registry()).iter_errors(value))
    return (
        "" if error is None else f"it breaks {'/'.join(map(str, error.absolute_schema_path))} of the schema"
    )


def _remark(wrong: str) -> str:
    return f"An earlier reply could not be used: {wrong}. Reply with one JSON object under the schema and nothing else."


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is not JSON")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object in which no name stands twice: which of the values was meant cannot be told."""
    value = dict(pairs)
    if len(value) != len(pairs):
        raise ValueError("a name stands twice")
    return value


def _sum(one: Usage, other: Usage) -> Usage:
    return Usage(one.prompt_tokens + other.prompt_tokens, one.completion_tokens + other.completion_tokens)
