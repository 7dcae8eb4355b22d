"""The plugin in a pytest of its own, alone as in a stranger's project."""

import os
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import namedial_pytest
import pytest

pytest_plugins = ["pytester"]

PLUGIN = Path(namedial_pytest.__file__).parent

OWN = """\
[[people]]
first_name = "Laura"
last_name = "Katz"
number = "2058"

[[caller]]
name = "Laura by keys"
keys = "528"
reaches = "2058"

[[caller]]
name = "a wrong number"
keys = "528"
reaches = "2059"
"""
SALES = 'directory = "Sales"\n[[caller]]\nname = "Laura"\nkeys = "528"\nreaches = "2058"\n'


@pytest.fixture
def alone(pytester, monkeypatch):
    """A pytest with this plugin and no other; nobody is signed in."""
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    for name in ("SERVER", "ACCOUNT", "USER", "PASSWORD", "API_KEY"):
        monkeypatch.delenv(f"NAMEDIAL_{name}", raising=False)
    monkeypatch.delenv("PYTEST_ADDOPTS", raising=False)
    return pytester


def written(folder, text):
    folder.joinpath("own.caller.toml").write_text(text, encoding="utf-8")


def run(pytester, *arguments):
    return pytester.runpytest_inprocess("-p", "namedial_pytest", *arguments)


def test_a_caller_is_a_test_and_its_failure_is_told_in_words(alone):
    written(alone.path, OWN)
    done = run(alone)
    done.assert_outcomes(passed=1, failed=1)
    done.stdout.fnmatch_lines(
        [
            "*_ a wrong number _*",
            "expected  reaches 2059",
            "heard     reaches Laura Katz, 2058",
            "*Nobody here is called ?2059?*",
            "*0.05 s  menu    dir-enter_person_name",
            "FAILED own.caller.toml::a wrong number - expected  reaches 2059",
        ]
    )
    done.stdout.no_fnmatch_line("*Traceback*")


def test_callers_are_selected_as_tests_are(alone):
    written(alone.path, OWN)
    run(alone, "-k", "Laura").assert_outcomes(passed=1, deselected=1)
    run(alone, "own.caller.toml::a wrong number").assert_outcomes(failed=1)
    listed = run(alone, "--collect-only", "-q")
    listed.stdout.fnmatch_lines(["own.caller.toml::Laura by keys", "own.caller.toml::a wrong number"])


def test_callers_stand_in_junit_xml(alone):
    written(alone.path, OWN)
    run(alone, "--junitxml=out.xml")
    cases = ET.parse(alone.path / "out.xml").getroot().findall(".//testcase")
    assert [case.get("name") for case in cases] == ["Laura by keys", "a wrong number"]
    [failure] = cases[1]
    assert (failure.tag, "heard     reaches Laura Katz" in failure.text) == ("failure", True)


def test_a_file_that_cannot_be_used_is_an_error_with_its_line(alone):
    written(alone.path, OWN.replace("keys", "kyes"))
    done = run(alone)
    done.assert_outcomes(errors=1)
    done.stdout.fnmatch_lines(['*own.caller.toml:8: unknown key "kyes" in ?caller?. Did you mean "keys"?'])


def test_directories_come_from_the_sample(alone):
    written(alone.path, SALES)
    run(alone, "--namedial-sample").assert_outcomes(passed=1)


def test_directories_come_from_an_account_file(alone):
    from app.sandbox import write_sample

    written(alone.path, SALES)
    account = alone.path / "account.json"
    write_sample(account)
    account.write_text(account.read_text(encoding="utf-8").replace("2058", "2999"), encoding="utf-8")
    done = run(alone, "--namedial-account", account)
    done.assert_outcomes(failed=1)
    done.stdout.fnmatch_lines(["heard     reaches Laura Katz, 2999"])
    run(alone, "--namedial-account", "nowhere.json").stdout.fnmatch_lines(
        ["nowhere.json is not a usable account file: it cannot be read*"]
    )


def test_directories_come_from_the_live_account(alone, sandbox, monkeypatch):
    written(alone.path, SALES)
    monkeypatch.setenv("NAMEDIAL_SERVER", sandbox.base_url)
    monkeypatch.setenv("NAMEDIAL_API_KEY", sandbox.sign_in.api_key)
    run(alone).assert_outcomes(passed=1)
    monkeypatch.delenv("NAMEDIAL_API_KEY")
    monkeypatch.setenv("NAMEDIAL_ACCOUNT", sandbox.sign_in.account_name)
    monkeypatch.setenv("NAMEDIAL_USER", sandbox.sign_in.username)
    monkeypatch.setenv("NAMEDIAL_PASSWORD", "wrong")
    run(alone).stdout.fnmatch_lines(["*does not accept this sign-in*", "*own.caller.toml:1"])


def test_a_run_that_does_not_say_where_directories_come_from_is_told(alone):
    written(alone.path, SALES)
    done = run(alone)
    done.assert_outcomes(failed=1)
    done.stdout.fnmatch_lines(
        [
            "It is not said where directories come from; not set: NAMEDIAL_SERVER, *",
            "Give --namedial-account FILE.json or --namedial-sample, *",
            "*own.caller.toml:1",
            "FAILED own.caller.toml::Laura - It is not said where *",
        ]
    )


@pytest.fixture
def with_others(alone, monkeypatch):
    """Plugins as they are installed: pytest-xdist and pytest-rerunfailures among them."""
    monkeypatch.delenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD")
    return alone


def run_with_others(pytester, *arguments):
    """In a process of its own, for workers must not begin inside a test; the plugin loads by its entry point or -p."""
    return pytester.runpytest_subprocess("-p", "no:cacheprovider", *arguments)


def test_callers_run_side_by_side_in_processes(with_others):
    written(with_others.path, OWN)
    done = run_with_others(with_others, "-n", "2", "-v")
    done.assert_outcomes(passed=1, failed=1)
    done.stdout.fnmatch_lines(["*gw?* PASSED own.caller.toml::Laura by keys*", "expected  reaches 2059"])


def test_a_caller_that_fails_is_run_again(with_others):
    written(with_others.path, OWN)
    done = run_with_others(with_others, "--reruns", "2")
    done.assert_outcomes(passed=1, failed=1)
    done.stdout.fnmatch_lines(["*1 failed, 1 passed, 2 rerun*"])


def run_as_a_stranger(folder):
    ini = folder / "pytest.ini"
    ini.touch()
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "namedial_pytest", "-c", ini, folder],
        cwd=folder,
        env={**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PYTHONPATH": str(PLUGIN)},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout + done.stderr


def test_nothing_is_loaded_where_there_is_no_such_file(tmp_path):
    heavy = "{'httpx', 'PySide6', 'icu', 'attrs', 'app'}"
    tmp_path.joinpath("test_x.py").write_text(f"import sys\ndef test(): assert not {heavy} & set(sys.modules)")
    assert "1 passed" in run_as_a_stranger(tmp_path)


def test_a_project_with_its_own_app_is_left_alone(tmp_path):
    tmp_path.joinpath("app").mkdir()
    tmp_path.joinpath("app", "__init__.py").touch()
    tmp_path.joinpath("test_x.py").write_text("import app\ndef test(): assert 'test_a_project' in app.__file__")
    assert "1 passed" in run_as_a_stranger(tmp_path)
    written(tmp_path, OWN)
    assert "own.caller.toml needs Namedial's package `app`" in run_as_a_stranger(tmp_path)
