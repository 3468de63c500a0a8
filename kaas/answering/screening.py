"""A second reader of questions: a chat model says, beside the search, whether one asks for what only counsel may conclude.

The rules come first and this can only add to them: what it finds goes to counsel; what it does not find, or finds too late,
changes nothing. It is given the question and those before it in the conversation, and nothing of any document.
"""

import json
import logging
import threading
import time
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field

from kaas.answering.prompt_files import PromptFile, prompt_file
from kaas.answering.reading.opinions import Opinion
from kaas.inference.cancellation import Cancellation
from kaas.inference.chat_model import ChatModel
from kaas.inference.prompts import Effort, Prompt
from kaas.inference.replies import Ending, Flag, Reply, Usage

log = logging.getLogger(__name__)
PROMPT = "screening"
EFFORT = Effort.LOW
MOST_TOKENS = 384  # a word, and the little that is thought before it
SECONDS = 6.0  # from the question on
NONE = "none"
UNCLEAR = "unclear"  # it came whole and says none of the words
_WORDS = {NONE: None} | {str(opinion): opinion for opinion in Opinion}
_BELIEVED = {Flag.HEADER_REPAIRED}


@dataclass(frozen=True, slots=True)
class Screened:
    """What came of it. opinion: what the question asks an opinion of; None for nothing, and where it did not come to an end.

    ending: as the reply's, or "unclear". thought: what the model thought, for restricted storage only.
    """

    opinion: Opinion | None
    ending: str
    thought: str = ""
    usage: Usage = field(default_factory=Usage)
    detail: str = ""

    @property
    def prompt_file(self) -> PromptFile:
        """The prompt it was asked under."""
        return prompt_file(PROMPT)

    @property
    def is_away(self) -> bool:
        """Whether the rules alone decide, as the model did not say one of the words in time."""
        return self.ending != Ending.COMPLETE


class Screening:
    """One question with the model. It begins at once, on a thread of its own, and ends by itself when its time is over."""

    def __init__(self, chat: ChatModel, question: str, before: Sequence[str] = (), *, salt: str) -> None:
        self._chat = chat
        self._prompt = prompt_of(question, before)
        self._salt = salt
        self._cancellation = Cancellation()
        self._until = time.monotonic() + SECONDS
        self._woken = threading.Event()
        self._reply: Reply | None = None
        self.screened: Screened | None = None  # once it was waited for
        try:
            threading.Thread(target=self._work, name="kaas-screening", daemon=True).start()
        except RuntimeError:  # there may be no further thread; the question is answered all the same
            self._reply = Reply(Ending.BROKE_OFF, detail="no thread could be started")
            self._woken.set()

    def told(self) -> dict[str, str]:
        """For the trail: which model was asked under which prompt, and what came of it, as far as that is known."""
        screened = self.screened
        return {
            "model": self._chat.card.served_name,
            "model_digest": self._chat.card.digest,
            "prompt": PROMPT,
            "prompt_digest": prompt_file(PROMPT).digest,
            "ending": screened.ending if screened else "",
            "opinion": (screened.opinion or NONE) if screened and not screened.is_away else "",
        }

    def is_for_counsel(self) -> bool:
        """Whether it is known already that counsel has to conclude the question. Waits for nothing."""
        known = self.screened or (read_screening(self._reply) if self._reply else None)
        return known is not None and known.opinion is not None

    def wait(self, leaving: Cancellation) -> Screened:
        """What comes of it before its time is over, and nothing that comes later; CANCELLED where the reader leaves first."""
        if self.screened is None:
            leaving.on_cancel(self._woken.set)
            self._woken.wait(max(0.0, self._until - time.monotonic()))
            leaving.forget(self._woken.set)
            came = self._reply or Reply(Ending.CANCELLED if leaving.cancelled else Ending.LATE)
            self.screened = read_screening(came)
            self.stop()
            if self.screened.is_away and came.ending is not Ending.CANCELLED:
                log.warning("the chat model screened nothing (%s): %s", self.screened.ending, came.detail)
        return self.screened

    def stop(self) -> None:
        """End the work on the server. Any number of times, from any thread."""
        self._cancellation.cancel()

    def _work(self) -> None:
        try:
            self._read()
        except Exception:
            log.exception("a question could not be screened")
            self._reply = Reply(Ending.BROKE_OFF)
        finally:
            self._woken.set()

    def _read(self) -> None:
        pieces = self._chat.write(
            self._prompt, salt=self._salt, max_tokens=MOST_TOKENS, cancellation=self._cancellation
        )
        for piece in pieces:
            is_late = time.monotonic() > self._until
            if isinstance(piece, Reply):
                # Its end is noted once: stopped by us, it is late or nobody waits for it.
                self._reply = Reply(Ending.LATE) if is_late else piece
            elif is_late:
                self.stop()


def prompt_of(question: str, before: Sequence[str] = ()) -> Prompt:
    """The whole of what the model is given. As JSON, no text can end where it stands and begin as something else."""
    given = {"before": list(before), "question": question}
    return Prompt(
        instructions=prompt_file(PROMPT).text,
        question=json.dumps(given, ensure_ascii=False),
        effort=EFFORT,
        temperature=0.0,
    )


def read_screening(reply: Reply) -> Screened:
    """What a reply says. One of the words, however it is set off, and nothing else, or nothing is believed."""
    word = "".join(filter(str.isalpha, unicodedata.normalize("NFKC", reply.final))).casefold()
    ending = str(reply.ending)
    if reply.ending is Ending.COMPLETE and (word not in _WORDS or reply.flags - _BELIEVED):
        ending = UNCLEAR
    opinion = _WORDS[word] if ending == Ending.COMPLETE else None
    return Screened(opinion, ending, reply.analysis, reply.usage, reply.detail)
