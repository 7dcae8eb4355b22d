"""A pytest plugin: what is missing here skips the tests that need it, and with CI=true a skip is a failure.

Tests say by marker what they need; a marker with arguments needs these programs and no others:
`@pytest.mark.poppler("qpdf")`. `packaging/dev.py test` hands over in LAST_LINES what else the output should end with.
"""

import importlib.util
import os
import shutil
from collections import defaultdict
from collections.abc import Generator, Mapping
from typing import TypeVar

import pytest

PROGRAMS = {
    "peers": ("kamailio", "baresip", "sipp"),
    "poppler": ("pdftotext", "pdftoppm", "pdffonts", "qpdf"),
}
MODULES = {"phone": ("pjsua2",)}
NOT_ON_A_USERS_PATH = ("/usr/local/sbin", "/usr/sbin", "/sbin")
ADVICE = "`python3 packaging/dev.py test` brings what can be had, and says what to do about the rest."

Report = TypeVar("Report", pytest.TestReport, pytest.CollectReport)


def found(program: str) -> str | None:
    """Return where a program is, in the places of the system's services too."""
    return shutil.which(program, path=os.pathsep.join((os.environ.get("PATH", os.defpath), *NOT_ON_A_USERS_PATH)))


def lacking(item: pytest.Item) -> list[str]:
    """Return what a test needs and this machine lacks."""
    names = []
    for marker in item.iter_markers():
        programs = PROGRAMS.get(marker.name, ())
        names += [name for name in marker.args or programs if programs and found(name) is None]
        names += [name for name in MODULES.get(marker.name, ()) if importlib.util.find_spec(name) is None]
    return sorted(set(names))


def nothing_may_be_skipped(environment: Mapping[str, str] = os.environ) -> bool:
    """Tell whether this is a run where a skip is a failure."""
    return environment.get("CI", "").lower() in ("true", "1")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip what cannot run here."""
    for item in items:
        if names := lacking(item):
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
    """Say last, right before pytest's own last line, what was skipped and why, and what dev.py has to tell."""
    yield
    skipped = _skipped(terminalreporter.stats.get("skipped", []))
    for line in [*skipped, *_told(bool(skipped))]:
        terminalreporter.write_line(line)


def _skipped(reports: list[pytest.TestReport | pytest.CollectReport]) -> list[str]:
    """Return a line per reason: how many, where, why."""
    files: defaultdict[str, list[str]] = defaultdict(list)
    for report in reports:
        why = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        files[why.removeprefix("Skipped: ")].append(report.nodeid.split("::")[0])
    return [f"Skipped: {len(names)} in {', '.join(sorted(set(names)))} ({why})" for why, names in files.items()]


def _told(skipped: bool) -> list[str]:
    lines = os.environ.get("LAST_LINES")
    if lines is None:
        return [ADVICE] if skipped else []
    return lines.splitlines()


def _judged(report: Report) -> Report:
    if report.skipped and not hasattr(report, "wasxfail") and nothing_may_be_skipped():
        report.outcome = "failed"
        report.longrepr = f"Skipped, and with CI=true nothing may be: {report.longrepr}"
    return report
