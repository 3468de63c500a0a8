"""`python -m kaas.operations.embedded start|stop|status|psql`: the embedded server by hand, for development."""

import argparse
import os
import sys
from pathlib import Path

from kaas.operations.embedded.cluster import URL_SECRETS, Cluster
from kaas.operations.errors import OperationError
from kaas.operations.state import hold, open_state

VARIABLES = {"app": "KAAS_DATABASE_URL", "worker": "KAAS_DATABASE_WORKER_URL", "owner": "KAAS_DATABASE_OWNER_URL"}


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
        for role in URL_SECRETS:
            print(f"{VARIABLES[role]}={cluster.url(role)}")
    elif action == "stop":
        with hold(cluster.state):
            cluster.stop()
    elif action == "status":
        print(cluster.status())
        return 0 if cluster.status().ready else 1
    else:
        psql = cluster._binaries(cluster.ensure())("psql")
        os.execv(psql, [psql, cluster.url("superuser")])
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m kaas.operations.embedded", description=__doc__)
    parser.add_argument("action", choices=("start", "stop", "status", "psql"))
    parser.add_argument("--state", type=Path, default=None, help="the state folder (default: KAAS_STATE_DIR or var)")
    parser.add_argument("--ephemeral", action="store_true", help="for tests: fast, and nothing survives a power cut")
    return parser


def _say(line: str) -> None:
    print(line, file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
