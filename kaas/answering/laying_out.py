"""What a model is given to write from: instructions, question, earlier turns, and as many passages as there is room for."""

import secrets
from bisect import bisect_left
from collections.abc import Sequence
from datetime import date

from kaas.answering.draft import Draft, Writing
from kaas.answering.evidence_text import evidence_text
from kaas.answering.prompt_files import prompt_file
from kaas.answering.tools.offered import OFFERED, PROMPT, PROMPT_WITH_TOOLS, tools_text
from kaas.inference.chat_model import ChatModel
from kaas.inference.prompts import Prompt
from kaas.inference.salts import cache_salt
from kaas.retrieval.search import Hit

SENTENCES = 8
REPLY_TOKENS = 4096
CODE_BYTES = 4
LANGUAGES = {"ja": "Japanese", "en": "English"}


def lay_out_writing(
    draft: Draft, chat: ChatModel, permitted: Sequence[Hit], *, label_ids: Sequence[int], today: date
) -> Writing | None:
    """What the model is given: as many of the passages, best first, as leave room for a reply; None when not one fits.

    Tools are offered where all of them fit beside these: where there is no room for a passage, there is none for another.
    `label_ids`: everything the person may read, which separates the server's prefix cache between people.
    """
    reply = min(REPLY_TOKENS, draft.room // 3)
    code = secrets.token_hex(CODE_BYTES)
    told = prompt_file(PROMPT).filled(language=LANGUAGES[draft.language], sentences=SENTENCES, code=code)

    def prompt(count: int, tools: bool = False) -> Prompt:
        return Prompt(
            instructions=told + tools_text() if tools else told,
            question=draft.question,
            evidence=evidence_text(permitted[:count], code, draft.language),
            turns=tuple(draft.turns),
            effort=draft.desk.effort,
            conversation_date=today,
            tools=OFFERED if tools else (),
        )

    def too_much(count: int, tools: bool = False) -> bool:
        return chat.count(prompt(count, tools)) + reply > draft.room

    # Most often all of them fit; else the count is found by halving.
    counts = range(1, len(permitted) + 1)
    tools = draft.desk.tools and chat.card.tools and not too_much(len(counts), tools=True)
    fits = tools or not too_much(len(counts))
    fitting = len(counts) if fits else bisect_left(counts, True, key=too_much)
    if not fitting:
        return None
    salt = cache_salt(draft.desk.salt_key, label_ids)
    shown, left_out = list(permitted[:fitting]), list(permitted[fitting:])
    file = prompt_file(PROMPT_WITH_TOOLS if tools else PROMPT)
    return Writing(prompt(fitting, tools), file, salt, reply, shown, left_out=left_out, code=code)
