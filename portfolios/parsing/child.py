"""The process that reads files from outside: started by isolation.Parser, one request after another until
its end.

A request is a line of JSON (name, length) and that many bytes; a reply is a line with a length and that
many bytes of JSON. The limits are set before the first byte is read.
"""

import io
import json
import os
import resource
import signal
import sys

from portfolios.parsing.reading import parse
from portfolios.parsing.wire import to_json

_GRACE = 5  # seconds after which the child ends itself where its parent is gone and cannot


def main() -> None:
    """Serves requests from standard input; arguments are the memory limit in bytes and the time limit in
    seconds.
    """
    memory, timeout = int(sys.argv[-2]), int(sys.argv[-1])
    _limit(memory)
    replies = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # what a library prints must not become a reply
    _announce(replies)
    while line := sys.stdin.buffer.readline():
        request = json.loads(line)
        signal.alarm(timeout + _GRACE)
        content = sys.stdin.buffer.read(request["length"])
        reply = to_json(parse(content, name=request["name"]))
        signal.alarm(0)
        del content
        replies.write(f"{len(reply)}\n".encode())
        replies.write(reply)
        replies.flush()


def _announce(replies: io.BufferedWriter) -> None:
    """Tells the parent that starting up is over, so that only reading counts against the time limit."""
    replies.write(b"ready\n")
    replies.flush()


def _limit(memory: int) -> None:
    """No more memory than allowed, no core dumps of confidential files, no writing of any file."""
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
