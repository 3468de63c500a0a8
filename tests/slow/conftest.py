"""What the slow suites say of themselves at the end of a run."""

import pytest

from tests.slow import budget


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """How far each suite got, with its seeds."""
    if budget.report:
        terminalreporter.section("slow suites")
        for line in budget.report:
            terminalreporter.write_line(line)
