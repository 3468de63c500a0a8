"""Logs for operators: what happened, with ids. Never a word of a question or a document."""

import logging
import traceback
from types import TracebackType

ExceptionInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class Formatter(logging.Formatter):
    """Prints where an exception came from and of what kind it was, without its message.

    A message of the database quotes the row that it refused, and a row may be somebody's question.
    """

    def formatException(self, ei: ExceptionInfo) -> str:
        """The frames and the kinds of the whole chain, innermost cause last."""
        lines: list[str] = []
        error: BaseException | None = ei[1]
        while error is not None:
            lines += traceback.format_tb(error.__traceback__)
            state = getattr(error, "sqlstate", None)
            lines.append(
                f"{type(error).__module__}.{type(error).__qualname__}{f' (SQLSTATE {state})' if state else ''}\n"
            )
            error = error.__cause__
        return "".join(lines).rstrip()
