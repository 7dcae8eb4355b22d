"""The pytest plugin of dev.py: skips with a reason, and none of them where CI=true."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGING = Path(__file__).resolve().parents[2] / "packaging"
SETTINGS = "[pytest]\nmarkers =\n    peers: needs peers\n    poppler: needs poppler\n"
TESTS = """
import pytest

@pytest.mark.peers
def test_a_call(): pass

@pytest.mark.xfail
def test_known(): assert False

def test_plain(): pass
"""


def run(folder, *, ci, tests=TESTS):
    (folder / "pytest.ini").write_text(SETTINGS)
    (folder / "test_some.py").write_text(tests)
    kept = {name: value for name, value in os.environ.items() if name not in ("CI", "PYTEST_ADDOPTS")}
    kept.update(
        PYTEST_DISABLE_PLUGIN_AUTOLOAD="1",
        PYTHONPATH=str(PACKAGING),
        LAST_LINES="Checks that failed: mypy.",
        **({"CI": "true"} if ci else {}),
    )
    blind = (
        "import needs; needs.PROGRAMS = {'peers': ('no-such-program',)}; import pytest, sys; sys.exit(pytest.main())"
    )
    command = [sys.executable, "-c", blind, "-p", "needs", "-p", "no:cacheprovider", "-ra"]
    return subprocess.run(command, cwd=folder, env=kept, capture_output=True, text=True, check=False)


def test_a_missing_program_skips_the_test_and_says_so(tmp_path):
    done = run(tmp_path, ci=False)
    assert done.returncode == 0, done.stdout
    *_, told, counts = done.stdout.splitlines()
    assert "not on this machine: no-such-program" in done.stdout
    assert told == "Checks that failed: mypy."
    assert "1 passed, 1 skipped, 1 xfailed" in counts


def test_with_ci_a_skip_is_a_failure(tmp_path):
    done = run(tmp_path, ci=True)
    assert done.returncode == 1, done.stdout
    assert "1 error" in done.stdout.splitlines()[-1]


def test_with_ci_a_module_that_skips_itself_is_a_failure(tmp_path):
    done = run(tmp_path, ci=True, tests="import pytest\npytest.importorskip('no_such_module')\n")
    assert done.returncode not in (0, 5), done.stdout


@pytest.mark.parametrize(("value", "strict"), [("true", True), ("1", True), ("", False), ("false", False)])
def test_only_a_true_ci_is_one(needs, value, strict):
    assert needs.nothing_may_be_skipped({"CI": value}) is strict
