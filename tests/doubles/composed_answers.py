"""What the double answers when nothing is scripted: the first sentence of each of the first two passages, cited."""

import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from openai_harmony import HarmonyEncoding, HarmonyEncodingName, load_harmony_encoding

NONE = "[none]"
THOUGHT = "a thought that no reader may ever see"
LONGEST_QUOTE = 60
SHORT = 20
STOPS = tuple("。.!?！？")
SEARCH_RESULT = re.compile(
    r"<\|start\|>functions\.(?:(?!<\|message\|>).)*<\|message\|>(.*?)<\|end\|>", re.DOTALL
)
SCREENING = "You sort questions that engineers put"
CODE = re.compile(r"[Tt]he code of this request is ([0-9a-f]{8})\b")
FENCED = re.compile(r"^(evidence \w+)\n(.*)^\1$", re.MULTILINE | re.DOTALL)
HEADER = re.compile(r"^\[(\d+)\] ?([^\n]*)\n", re.MULTILINE)
SENTENCE = re.compile(r"(?:[^。.!?！？\n]|\.(?!\s|$))+[。.!?！？]?")


@cache
def _encoding() -> HarmonyEncoding:
    return load_harmony_encoding(HarmonyEncodingName.HARMONY_GPT_OSS)


def shown_in_tokens(tokens: Sequence[int]) -> tuple[str, str]:
    """What the last search of a prompt returned, and the whole prompt."""
    text = _encoding().decode(list(tokens))
    found = SEARCH_RESULT.findall(text)
    return (found[-1] if found else ""), text


def shown_in_messages(messages: Sequence[Mapping[str, Any]]) -> tuple[str, str]:
    """The passages between their fences in the last message, and all messages."""
    texts = [str(message.get("content") or "") for message in messages]
    fenced = FENCED.search(texts[-1]) if texts else None
    return (fenced[2] if fenced else ""), "\n".join(texts)


def screens(prompt: str) -> bool:
    """Whether a prompt has a question screened and not answered."""
    return SCREENING in prompt


def cited_answer(evidence: str, prompt: str) -> str:
    """A sentence from each of the first two passages, each with its words as a citation; `[none]` without passages."""
    code = CODE.search(prompt)
    headers = [found for found in HEADER.finditer(evidence) if code is None or found[2].startswith(code[1])]
    ends = ([found.start() for found in headers] + [len(evidence)])[1:]
    passages = [(found[1], evidence[found.end() : end]) for found, end in zip(headers, ends, strict=True)]
    return " ".join(sentence for marker, text in passages[:2] if (sentence := _cited(marker, text))) or NONE


def _cited(marker: str, text: str) -> str:
    found = [sentence[0].strip() for sentence in SENTENCE.finditer(text)]
    # A whole sentence if there is one: headings say little, and what says little supports nothing.
    whole = [sentence for sentence in found if len(sentence) > SHORT and sentence.endswith(STOPS)]
    sentence = next(iter(whole or [sentence for sentence in found if len(sentence) > 3]), "")
    if not sentence:
        return ""
    quote = re.split(r'["“”\[\]]', sentence)[0][:LONGEST_QUOTE]
    if len(quote) < len(sentence) and " " in quote:
        quote = quote.rpartition(" ")[0]
    end = (
        sentence[-1] if sentence.endswith(STOPS) else ""
    )  # the prompt asks for the marker before the full stop
    return f'{sentence.removesuffix(end)} [{marker}: "{quote.strip()}"]{end}'


def instance(schema: Mapping[str, Any]) -> Any:
    """The plainest value that follows a plain JSON schema."""
    if "enum" in schema:
        return schema["enum"][0]
    if "const" in schema:
        return schema["const"]
    match schema.get("type", "object" if "properties" in schema else "string"):
        case "object":
            properties = schema.get("properties", {})
            return {name: instance(properties.get(name, {})) for name in schema.get("required", properties)}
        case "array":
            return [instance(schema.get("items", {})) for _ in range(int(schema.get("minItems", 0)))]
        case "integer" | "number":
            return schema.get("minimum", 0)
        case "boolean":
            return False
        case "null":
            return None
    return "text"
