"""`make setup` without a network: what it takes for done, and what it says when a step fails."""

import importlib.util
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

SCRIPT = Path(__file__).resolve().parents[3] / "deploy" / "environment.py"


@pytest.fixture
def script(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The set-up script in a project of its own."""
    spec = importlib.util.spec_from_file_location("environment", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    (tmp_path / ".venv" / "bin").mkdir(parents=True)
    for name, path in {
        "ROOT": tmp_path,
        "VENV": tmp_path / ".venv",
        "PYTHON": tmp_path / ".venv" / "bin" / "python",
        "NOTE": tmp_path / ".venv" / "made-from.json",
        "PRODUCT": tmp_path / "product.txt",
        "DEVELOPMENT": tmp_path / "dev.txt",
        "PROJECT": tmp_path / "pyproject.toml",
    }.items():
        monkeypatch.setattr(module, name, path)
    for path in (module.PRODUCT, module.DEVELOPMENT, module.PROJECT):
        path.write_text("x", encoding="utf-8")
    return module


@pytest.fixture
def steps(script: ModuleType, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The steps as they are taken, without taking them."""
    taken: list[str] = []

    def make() -> None:
        if not script.PYTHON.exists():
            script.PYTHON.touch()
            taken.append("environment")

    monkeypatch.setattr(script, "_make_environment", make)
    for name in script.STEPS:
        monkeypatch.setitem(script.STEPS, name, lambda name=name: taken.append(name))
    return taken


def test_second_time_does_nothing(script: ModuleType, steps: list[str]) -> None:
    assert script.main([]) == 0
    assert steps == ["environment", "packages", "project", "translations"]
    steps.clear()
    assert script.main([]) == 0
    assert steps == []
    assert script.main(["--development"]) == 0
    assert steps == ["development"]


def test_only_what_changed_is_done(script: ModuleType, steps: list[str]) -> None:
    script.main([])
    steps.clear()
    script.PRODUCT.write_text("y", encoding="utf-8")
    script.main([])
    assert steps == ["packages"]


def test_interrupted_setup_goes_on(
    script: ModuleType, steps: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupt() -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setitem(script.STEPS, "project", interrupt)
        assert script.main([]) == 130
    assert "goes on from here" in capsys.readouterr().err
    steps.clear()
    assert script.main([]) == 0
    assert steps == ["project", "translations"]


@pytest.mark.parametrize(
    ("complaint", "advice"),
    [
        ("ERROR: [Errno 28] No space left on device", "disk is full"),
        ("Retrying after connection broken by 'NewConnectionError", "check the network"),
        ("THESE PACKAGES DO NOT MATCH THE HASHES", "another network"),
        ("ERROR: No matching distribution found for x", "no file for this machine"),
        ("anything else", "above"),
    ],
)
def test_a_failed_step_says_what_to_do(
    script: ModuleType, complaint: str, advice: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code = f"import sys; sys.stderr.write({complaint!r}); sys.exit(1)"
    with pytest.raises(script.SetupFailed, match=advice):
        script._run([sys.executable, "-c", code])
    assert complaint in capsys.readouterr().err


def test_old_python_is_told_what_to_do(script: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(script, "OLDEST", (99, 0))
    monkeypatch.setattr(script, "OTHERS", ())
    with pytest.raises(SystemExit) as ended:
        script.require_python()
    assert ended.value.code == 2


def test_script_can_be_read_by_old_pythons() -> None:
    """Up to the check of the version, nothing in it is newer than Python 3.6."""
    text = SCRIPT.read_text(encoding="utf-8")
    compile(text[: text.index("require_python()\n\nfrom")], str(SCRIPT), "exec", dont_inherit=True)
    assert subprocess.run([sys.executable, "-m", "py_compile", str(SCRIPT)], check=False).returncode == 0
