"""`python -m kaas.operations.embedded start|stop|status|psql`: the server by hand, for development."""

import argparse
import subprocess
import sys
from pathlib import Path

from kaas.operations.embedded.cluster import Cluster
from kaas.operations.environment import URL_VARIABLES
from kaas.operations.errors import OperationError
from kaas.operations.state import hold, open_state


def main() -> int:
    """Do what the arguments say; 2 with one line on standard error when it cannot be done."""
    arguments = _parser().parse_args()
    try:
        cluster = Cluster(open_state(arguments.state), lasting=not arguments.ephemeral, announce=_say)
        return _act(arguments.action, cluster)
    except OperationError as error:
        _say(str(error))
        return 2


def _act(action: str, cluster: Cluster) -> int:
    if action == "start":
        with hold(cluster.state):
            cluster.start(detached=True)
        for role, variable in URL_VARIABLES.items():
            sys.stdout.write(f"{variable}={cluster.url(role)}\n")
    elif action == "stop":
        with hold(cluster.state):
            cluster.stop()
    elif action == "status":
        status = cluster.status()
        sys.stdout.write(f"{status}\n")
        return 0 if status.ready else 1
    else:
        return subprocess.call([cluster.program("psql"), cluster.url("superuser")])
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m kaas.operations.embedded", description=__doc__)
    parser.add_argument("action", choices=("start", "stop", "status", "psql"))
    parser.add_argument("--state", type=Path, default=None, help="the state folder")
    parser.add_argument("--ephemeral", action="store_true", help="for tests: no fsync")
    return parser


def _say(line: str) -> None:
    sys.stderr.write(f"{line}\n")


if __name__ == "__main__":
    sys.exit(main())
