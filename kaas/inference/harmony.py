"""Prompts as Harmony tokens, the language gpt-oss was trained in.

Ranks, highest first: system, developer (our instructions), user, assistant, tool. Retrieved text stands in the lowest.
"""

import json
import re
from collections.abc import Iterator
from functools import cache, lru_cache

from openai_harmony import (  # type: ignore[import-untyped]
    Author,
    Conversation,
    DeveloperContent,
    HarmonyEncoding,
    HarmonyEncodingName,
    Message,
    ReasoningEffort,
    Role,
    SystemContent,
    ToolDescription,
    load_harmony_encoding,
)

from kaas.inference.neutralising import neutralise
from kaas.inference.prompts import Effort, Prompt, Schema, Step, Tool

STOP_TOKENS = (200002, 200012)  # <|return|> and <|call|>
FUNCTIONS = "functions."  # the namespace of the tools that are ours
SEARCH = f"{FUNCTIONS}search"
NOBODY = f"{FUNCTIONS}unknown"  # in place of a recipient that is no name
_EFFORTS = {
    Effort.LOW: ReasoningEffort.LOW,
    Effort.MEDIUM: ReasoningEffort.MEDIUM,
    Effort.HIGH: ReasoningEffort.HIGH,
}
_SCHEMA_NAME = re.compile(r"[A-Za-z0-9_]+")
_RECIPIENT = re.compile(r"[\w.-]{1,64}")


@cache
def encoding() -> HarmonyEncoding:
    """The vocabulary, loaded once; it is not changed after that and may be used from every thread."""
    return load_harmony_encoding(HarmonyEncodingName.HARMONY_GPT_OSS)


def render(prompt: Prompt) -> list[int]:
    """The tokens to send, ending where the model's reply begins. Equal prompts are equal tokens.

    Raises ValueError for a schema name with anything but letters, digits and `_`.
    """
    return list(_tokens(prompt))


def count(prompt: Prompt) -> int:
    """How many tokens the prompt takes."""
    return len(_tokens(prompt))


@lru_cache(maxsize=8)  # what was counted a moment ago is sent now
def _tokens(prompt: Prompt) -> tuple[int, ...]:
    conversation = Conversation.from_messages(list(_messages(prompt)))
    return tuple(encoding().render_conversation_for_completion(conversation, Role.ASSISTANT))


def developer_text(prompt: Prompt) -> str:
    """Our instructions, and the form the reply must have."""
    if prompt.schema is None:
        return prompt.instructions
    return f"{prompt.instructions}\n\n{_response_format(prompt.schema)}"


def _messages(prompt: Prompt) -> Iterator[Message]:
    yield Message.from_role_and_content(Role.SYSTEM, _system(prompt))
    developer = DeveloperContent.new().with_instructions(developer_text(prompt))
    if prompt.tools:
        developer = developer.with_function_tools(list(map(_described, prompt.tools)))
    yield Message.from_role_and_content(Role.DEVELOPER, developer)
    for turn in prompt.turns:
        yield Message.from_role_and_content(Role.USER, neutralise(turn.question))
        answer = Message.from_role_and_content(Role.ASSISTANT, neutralise(turn.answer))
        yield answer.with_channel("final")
    question = neutralise(prompt.question)
    yield Message.from_role_and_content(Role.USER, question)
    if prompt.evidence:
        yield from _search(question, neutralise(prompt.evidence))
    for step in prompt.steps:
        yield from _step(step)


def _system(prompt: Prompt) -> SystemContent:
    system = SystemContent.new().with_reasoning_effort(_EFFORTS[prompt.effort])
    if prompt.conversation_date is None:
        return system
    return system.with_conversation_start_date(prompt.conversation_date.isoformat())


def _described(tool: Tool) -> ToolDescription:
    return ToolDescription.new(tool.name, tool.description, parameters=dict(tool.parameters))


def _search(question: str, evidence: str) -> Iterator[Message]:
    """A search that the model never made, and what it returned."""
    return _called(SEARCH, json.dumps({"query": question}, ensure_ascii=False), evidence)


def _step(step: Step) -> Iterator[Message]:
    """A call that the model made, after what it thought, as the format has it within a chain of calls; and its result."""
    call = step.call
    if thought := neutralise(call.thought).strip():
        yield Message.from_role_and_content(Role.ASSISTANT, thought).with_channel("analysis")
    recipient = call.recipient if _RECIPIENT.fullmatch(call.recipient) else NOBODY
    yield from _called(recipient, neutralise(call.arguments), neutralise(step.result))


def _called(recipient: str, arguments: str, result: str) -> Iterator[Message]:
    call = Message.from_role_and_content(Role.ASSISTANT, arguments).with_channel("commentary")
    yield call.with_recipient(recipient).with_content_type("<|constrain|>json")
    told = Message.from_author_and_content(Author.new(Role.TOOL, recipient), result)
    yield told.with_channel("commentary").with_recipient("assistant")


def _response_format(schema: Schema) -> str:
    if not _SCHEMA_NAME.fullmatch(schema.name):
        raise ValueError("a schema's name consists of letters, digits and _")
    written = json.dumps(schema.schema, ensure_ascii=False, separators=(",", ":"))
    return f"# Response Formats\n\n## {schema.name}\n\n{written}"
