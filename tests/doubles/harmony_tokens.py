"""Scripted replies of a gpt-oss model, as the tokens a model server would send back."""

from functools import cache

from openai_harmony import HarmonyEncoding, HarmonyEncodingName, load_harmony_encoding

RETURN = "<|return|>"
CALL = "<|call|>"


@cache
def _encoding() -> HarmonyEncoding:
    return load_harmony_encoding(HarmonyEncodingName.HARMONY_GPT_OSS)


def raw_tokens(text: str) -> list[int]:
    """The tokens of this text; control tokens written in it become real ones."""
    return _encoding().encode(text, allowed_special="all")


def plain_tokens(text: str) -> list[int]:
    """The tokens of this text; control tokens written in it stay text."""
    return _encoding().encode(text, disallowed_special=())


def message_tokens(channel: str, text: str, *, recipient: str = "", ending: str = "<|end|>") -> list[int]:
    """One message after its `<|start|>assistant`; `text` stays text whatever it says."""
    to = f" to={recipient} <|constrain|>json" if recipient else ""
    return [*raw_tokens(f"<|channel|>{channel}{to}<|message|>"), *plain_tokens(text), *raw_tokens(ending)]


def reply_tokens(
    final: str,
    *,
    analysis: str = "",
    preamble: str = "",
    call: str = "",
    arguments: str = "{}",
    stop: bool = True,
) -> list[int]:
    """A whole reply, as it follows the prompt's last `<|start|>assistant`.

    Messages come in this order, each only if its text is not empty: analysis, preamble (commentary to nobody), final, and a
    call to the recipient `call` (say `functions.search`) with `arguments`. stop: whether the last token, `<|return|>` or
    `<|call|>`, is there.
    """
    messages = [
        message_tokens("analysis", analysis) if analysis else [],
        message_tokens("commentary", preamble) if preamble else [],
        message_tokens("final", final, ending="<|end|>" if call else RETURN) if final else [],
        message_tokens("commentary", arguments, recipient=call, ending=CALL) if call else [],
    ]
    tokens: list[int] = []
    for message in filter(None, messages):
        tokens += [*(raw_tokens("<|start|>assistant") if tokens else []), *message]
    return tokens if stop else tokens[:-1]
