"""What a round of look-ups adds to an answer that a model phrases: processor time, over 150 U.S. grants.

The model is a double in this process that writes at once, so that what is counted is kaas and its database alone. Each
question is answered without a look-up and with one round of each tool, in turn; what is told is the difference.
"""

import statistics
import time
import uuid
from pathlib import Path

from django.db import connection

from kaas.answering.ask import ask
from kaas.answering.desk import Desk
from tests.benchmarks.grants import ingested_grants
from tests.benchmarks.questions import questions
from tests.benchmarks.timing import keep, spread, table
from tests.doubles.chat_model import ScriptedModel, calls, in_turn, quotes_first

QUESTIONS = 60
WARMING = 5
NONE = "no look-up"
SEARCH = ("functions.search", {"query": "a layer that is deposited on the substrate and then annealed"})
CLAIMS = {"passage": 1, "claim": 1, "other_passage": 2, "other_claim": 1}
NUMBERED = (
    "select publication_number from portfolios_document where publication_number <> '' order by 1 limit 1"
)


def measure() -> str:
    """Run everything, keep the result, and return the table."""
    with ingested_grants() as grants, grants.server.superuser("kaas") as superuser:
        superuser.execute("analyze")
        texts = [str(row[0]) for row in superuser.execute("select text from portfolios_passage")]
        (number,) = superuser.execute(NUMBERED).fetchone() or ("",)
        rounds = _rounds(number)
        spent: dict[str, list[float]] = {name: [] for name in rounds}
        for place, question in enumerate(questions(texts, count=QUESTIONS + WARMING)):
            took = {name: _spent(called, question, grants.session_id) for name, called in rounds.items()}
            if place >= WARMING and None not in took.values():
                for name, milliseconds in took.items():
                    spent[name].append(milliseconds or 0.0)
    return _told(spent)


def _rounds(number: str) -> dict[str, tuple[tuple[str, object], ...]]:
    """What is called in the one round of an answer."""
    return {
        NONE: (),
        "search": (SEARCH,),
        "open_passage": (("functions.open_passage", {"passage": 1}),),
        "find_by_number": (("functions.find_by_number", {"number": number}),),
        "compare_claims": (("functions.compare_claims", CLAIMS),),
        "four searches in one round": (SEARCH,) * 4,
    }


def _spent(called: tuple[tuple[str, object], ...], question: str, session_id: uuid.UUID) -> float | None:
    """Milliseconds of processor time of an answer: of this process, and of the one that serves it in the database.

    None where the model was not asked, or not a second time, and so nothing was looked up.
    """
    write = quotes_first()
    model = ScriptedModel(in_turn(calls(*called), write, each=len(called)) if called else write)
    desk = Desk(chat=model, salt_key=b"k" * 32, context_tokens=131_072)
    with connection.cursor() as cursor:
        cursor.execute("select pg_backend_pid()")
        served_by = int(cursor.fetchone()[0])
    begin = _processor(served_by)
    ask(question, session_id=session_id, desk=desk)
    took = _processor(served_by) - begin
    return took if len(model.asked) == (2 if called else 1) else None


def _processor(served_by: int) -> float:
    spent = Path(f"/proc/{served_by}/schedstat").read_text(encoding="ascii").split()[0]
    return time.process_time() * 1000 + int(spent) / 1e6


def _told(spent: dict[str, list[float]]) -> str:
    added = {
        name: [more - less for more, less in zip(taken, spent[NONE], strict=True)]
        for name, taken in spent.items()
        if name != NONE
    }
    rows = {NONE: spread(spent[NONE])} | {f"+ {name}": spread(more) for name, more in added.items()}
    path = keep("looking_up", {"questions": len(spent[NONE]), "processor_milliseconds": rows})
    mean = ", ".join(f"{name} {statistics.mean(more):.1f}" for name, more in added.items())
    return f"{table(rows)}\nadded on average: {mean}; kept in {path}"
