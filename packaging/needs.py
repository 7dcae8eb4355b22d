"""A pytest plugin: tests whose outside helpers are missing are skipped with the reason; with CI=true a skip fails.

`packaging/dev.py test` loads it, and hands it in LAST_LINES what else the end of the output should say. The markers
stand in pyproject.toml.
"""

import importlib.util
import os
import shutil
from collections.abc import Generator, Mapping
from typing import TypeVar

import pytest

PROGRAMS = {"peers": ("kamailio", "baresip", "sipp"), "poppler": ("pdftotext", "pdftoppm", "qpdf")}
Report = TypeVar("Report", pytest.TestReport, pytest.CollectReport)

MODULES = {"phone": ("pjsua2",)}
NOT_ON_A_USERS_PATH = ("/usr/local/sbin", "/usr/sbin", "/sbin")


def lacking(marker: str) -> list[str]:
    """Return what a test with `marker` needs and this machine lacks."""
    path = os.pathsep.join((os.environ.get("PATH", os.defpath), *NOT_ON_A_USERS_PATH))
    programs = [name for name in PROGRAMS.get(marker, ()) if shutil.which(name, path=path) is None]
    return programs + [name for name in MODULES.get(marker, ()) if importlib.util.find_spec(name) is None]


def nothing_may_be_skipped(environment: Mapping[str, str] = os.environ) -> bool:
    """Tell whether this is a run where a skip is a failure."""
    return environment.get("CI", "").lower() in ("true", "1")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip what cannot run here."""
    missing = {marker: lacking(marker) for marker in (*PROGRAMS, *MODULES)}
    for item in items:
        for marker, names in missing.items():
            if names and item.get_closest_marker(marker) is not None:
                item.add_marker(pytest.mark.skip(reason=f"not on this machine: {', '.join(names)}"))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Turn a skipped test into a failed one where nothing may be skipped; an expected failure stays what it is."""
    return _judged((yield))


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """Do the same for a whole module that skips itself."""
    return _judged((yield))


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> Generator[None]:
    """Say last, right before pytest's own last line, what dev.py has to tell."""
    yield
    for line in os.environ.get("LAST_LINES", "").splitlines():
        terminalreporter.write_line(line)


def _judged(report: Report) -> Report:
    if report.skipped and not hasattr(report, "wasxfail") and nothing_may_be_skipped():
        report.outcome = "failed"
        report.longrepr = f"Skipped, and with CI=true nothing may be: {report.longrepr}"
    return report
