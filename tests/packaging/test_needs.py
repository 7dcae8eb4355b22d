"""The plugin of these tests: skips with a reason, told last, and none of them where CI=true."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests import needs

ROOT = Path(__file__).resolve().parents[2]
SETTINGS = "[pytest]\nmarkers =\n    peers: needs peers\n    poppler: needs poppler\n    phone: needs pjsua2\n"
TESTS = """
import pytest

@pytest.mark.peers
def test_a_call(): pass

@pytest.mark.peers
@pytest.mark.phone
def test_a_real_call(): pass

@pytest.mark.peers("python3")
def test_of_one_program(): pass

@pytest.mark.xfail
def test_known(): assert False

def test_plain(): pass
"""


def run(folder, *, ci=False, tests=TESTS, told="Checks that failed: mypy."):
    (folder / "pytest.ini").write_text(SETTINGS)
    (folder / "test_some.py").write_text(tests)
    kept = {name: value for name, value in os.environ.items() if name not in ("CI", "PYTEST_ADDOPTS", "LAST_LINES")}
    kept.update(PYTEST_DISABLE_PLUGIN_AUTOLOAD="1", PYTHONPATH=str(ROOT))
    kept.update({"CI": "true"} if ci else {}, **({} if told is None else {"LAST_LINES": told}))
    blind = (
        "from tests import needs; needs.PROGRAMS = {'peers': ('no-such-program',)}\n"
        "needs.MODULES = {'phone': ('no_such_module',)}; import pytest, sys; sys.exit(pytest.main())"
    )
    command = [sys.executable, "-c", blind, "-p", "tests.needs", "-p", "no:cacheprovider"]
    return subprocess.run(command, cwd=folder, env=kept, capture_output=True, text=True, check=False)


def test_what_is_missing_skips_the_test_and_is_told_last(tmp_path):
    done = run(tmp_path)
    assert done.returncode == 0, done.stdout
    *_, one, two, told, counts = done.stdout.splitlines()
    assert one == "Skipped: 1 in test_some.py (not on this machine: no-such-program)"
    assert two == "Skipped: 1 in test_some.py (not on this machine: no-such-program, no_such_module)"
    assert told == "Checks that failed: mypy."
    assert "2 passed, 2 skipped, 1 xfailed" in counts


def test_who_starts_pytest_alone_is_told_what_brings_the_rest(tmp_path):
    assert run(tmp_path, told=None).stdout.splitlines()[-2] == needs.ADVICE


def test_with_ci_a_skip_is_a_failure(tmp_path):
    done = run(tmp_path, ci=True)
    assert done.returncode == 1, done.stdout
    assert "2 errors" in done.stdout.splitlines()[-1]


def test_with_ci_a_module_that_skips_itself_is_a_failure(tmp_path):
    done = run(tmp_path, ci=True, tests="import pytest\npytest.importorskip('no_such_module')\n")
    assert done.returncode not in (0, 5), done.stdout


@pytest.mark.parametrize(("value", "strict"), [("true", True), ("1", True), ("", False), ("false", False)])
def test_only_a_true_ci_is_one(value, strict):
    assert needs.nothing_may_be_skipped({"CI": value}) is strict


def test_no_test_skips_by_itself_what_a_marker_says():
    """One place decides: `skip` and `skipif` are for the odd case no marker is for."""
    texts = {file: file.read_text(encoding="utf-8") for file in ROOT.glob("tests/**/*.py") if file != Path(__file__)}
    odd = [file.name for file, text in texts.items() if re.search(r"shutil\.which|pytest\.skip\(|importorskip", text)]
    assert odd == ["needs.py"]
