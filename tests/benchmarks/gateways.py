"""What stands between a reader and the model: the portal, and the peer, LiteLLM's proxy, before the same double."""

import os
import secrets
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx

from kaas.operations.embedded.server import tie
from tests.benchmarks.arrivals import Door
from tests.databases import ROOT
from tests.doubles.model_server import GPT_OSS
from tests.slow.ports import unused_port

PEER = "KAAS_BENCH_LITELLM"
PATIENCE = 400.0  # it takes its time to start
CONFIGURATION = """
model_list:
  - model_name: {model}
    litellm_params:
      model: openai/{model}
      api_base: {url}/v1
      api_key: none
litellm_settings:
  telemetry: false
"""


@contextmanager
def timed_double(*, rate: float) -> Iterator[str]:
    """The double in a process of its own; its address."""
    command = [sys.executable, "-m", "tests.benchmarks.timed_double", "--rate", str(rate)]
    with _process(command, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        yield process.stdout.readline().decode().strip()


@contextmanager
def litellm(double: str) -> Iterator[Door | None]:
    """LiteLLM's proxy before the double, or None where it is not installed.

    KAAS_BENCH_LITELLM names a virtual environment with `litellm[proxy]` in it, which is no part of this project's.
    """
    program = Path(os.environ.get(PEER) or "/nonexistent") / "bin" / "litellm"
    if not program.exists():
        yield None
        return
    port, key = unused_port(), f"sk-{secrets.token_hex(16)}"
    settings = {"LITELLM_MASTER_KEY": key, "LITELLM_LOCAL_MODEL_COST_MAP": "True", "LITELLM_LOG": "ERROR"}
    with TemporaryDirectory() as folder:
        file = Path(folder) / "litellm.yaml"
        file.write_text(CONFIGURATION.format(model=GPT_OSS, url=double), encoding="utf-8")
        command = [str(program), "--config", str(file), "--host", "127.0.0.1", "--port", str(port)]
        with _process(command, **settings) as process:
            address = f"http://127.0.0.1:{port}"
            _wait(f"{address}/health/liveliness", process)
            yield Door("LiteLLM's proxy", address, key, is_portal=False)


def _wait(url: str, process: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            if httpx.get(url, timeout=5, trust_env=False).status_code == 200:
                return
        except httpx.TransportError:
            pass
        if process.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError(f"{url} does not answer")
        time.sleep(0.2)


@contextmanager
def _process(
    command: list[str], stdout: int = subprocess.DEVNULL, **variables: str
) -> Iterator["subprocess.Popen[bytes]"]:
    """A process that ends with the block, and with this process at the latest."""
    with subprocess.Popen(
        command,
        cwd=ROOT,
        env=os.environ | variables,
        stdout=stdout,
        stderr=subprocess.DEVNULL,
        preexec_fn=tie(signal.SIGKILL),
        start_new_session=True,
    ) as process:
        try:
            yield process
        finally:
            process.terminate()
            process.wait(30)
