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
    load_harmony_encoding,
)

from kaas.inference.neutralising import neutralise
from kaas.inference.prompts import Effort, Prompt, Schema

STOP_TOKENS = (200002, 200012)  # <|return|> and <|call|>
SEARCH = "functions.search"
_EFFORTS = {
    Effort.LOW: ReasoningEffort.LOW,
    Effort.MEDIUM: ReasoningEffort.MEDIUM,
    Effort.HIGH: ReasoningEffort.HIGH,
}
_SCHEMA_NAME = re.compile(r"[A-Za-z0-9_]+")


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
    yield Message.from_role_and_content(Role.DEVELOPER, developer)
    for turn in prompt.turns:
        yield Message.from_role_and_content(Role.USER, neutralise(turn.question))
        answer = Message.from_role_and_content(Role.ASSISTANT, neutralise(turn.answer))
        yield answer.with_channel("final")
    question = neutralise(prompt.question)
    yield Message.from_role_and_content(Role.USER, question)
    if prompt.evidence:
        yield from _search(question, neutralise(prompt.evidence))


def _system(prompt: Prompt) -> SystemContent:
    system = SystemContent.new().with_reasoning_effort(_EFFORTS[prompt.effort])
    if prompt.conversation_date is None:
        return system
    return system.with_conversation_start_date(prompt.conversation_date.isoformat())


def _search(question: str, evidence: str) -> Iterator[Message]:
    """A search that the model never made, and what it returned. The tool is not offered: a call by the model is refused."""
    arguments = json.dumps({"query": question}, ensure_ascii=False)
    call = Message.from_role_and_content(Role.ASSISTANT, arguments).with_channel("commentary")
    yield call.with_recipient(SEARCH).with_content_type("<|constrain|>json")
    result = Message.from_author_and_content(Author.new(Role.TOOL, SEARCH), evidence)
    yield result.with_channel("commentary").with_recipient("assistant")


def _response_format(schema: Schema) -> str:
    if not _SCHEMA_NAME.fullmatch(schema.name):
        raise ValueError("a schema's name consists of letters, digits and _")
    written = json.dumps(schema.schema, ensure_ascii=False, separators=(",", ":"))
    return f"# Response Formats\n\n## {schema.name}\n\n{written}"
