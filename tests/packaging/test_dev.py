"""What dev.py decides, from facts given to it."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).resolve().parents[2] / "packaging" / "dev.py"


@pytest.fixture
def machine(dev):
    def make(**facts):
        usual = {"system": "Linux", "processor": "x86_64", "apt": True, "admin": "", "has_sudo": True}
        return dev.Machine(**{**usual, "display": True, "ci": False, **facts})

    return make


@pytest.fixture
def python(dev):
    def make(version, *, venv=True, ensurepip=True, pip=(23, 0)):
        return dev.Interpreter(f"python{version[0]}.{version[1]}", version, venv, ensurepip, pip)

    return make


@pytest.mark.parametrize(
    ("own", "others", "chosen"),
    [
        pytest.param((3, 11), [(3, 12)], (3, 11), id="the one that runs it, where it fits"),
        pytest.param((3, 13), [(3, 11), (3, 12)], (3, 12), id="3.12 before 3.11"),
        pytest.param((3, 9), [(3, 11)], (3, 11), id="an older one looks for a newer"),
        pytest.param((3, 14), [], None, id="none that fits must be fetched"),
    ],
)
def test_the_python_is_chosen(dev, python, own, others, chosen):
    best = dev.best_python(python(own), [python(version) for version in others])
    assert (best and best.version) == chosen


@pytest.mark.parametrize(
    ("there", "ways"),
    [
        pytest.param(({}, {"admin": "root"}), ["venv", "system pip", "apt", "wheel", "ask"], id="everything there"),
        pytest.param(({"ensurepip": False}, {}), ["system pip", "wheel", "ask"], id="no ensurepip, a user"),
        pytest.param(({"ensurepip": False, "pip": None}, {}), ["wheel", "ask"], id="no pip either"),
        pytest.param(({"ensurepip": False, "pip": (22, 0)}, {}), ["wheel", "ask"], id="a pip too old for --python"),
        pytest.param(
            ({"venv": False, "ensurepip": False}, {"admin": "sudo"}), ["apt", "ask"], id="no venv at all, sudo"
        ),
        pytest.param(({"ensurepip": False, "pip": None}, {"apt": False}), ["ask"], id="no apt"),
    ],
)
def test_ways_to_an_installer_come_in_order(dev, machine, python, there, ways):
    has, facts = there
    assert dev.installer_ways(python((3, 11), **has), machine(**facts)) == ways


def test_every_way_is_there(dev):
    assert set(dev.WAYS) == {"venv", "system pip", "apt", "wheel", "ask"}


def test_missing_libraries_are_told_by_package(dev):
    listed = "".join(f"\t{library} (libc6,x86-64) => /lib/{library}\n" for library in dev.LIBRARIES)
    assert dev.missing_libraries(f"{len(dev.LIBRARIES)} libs found in cache\n{listed}") == []
    without = listed.replace("libEGL.so.1 ", "libEGL.so.12 ")
    assert dev.missing_libraries(without) == ["libegl1"]


def test_missing_peers_are_told(dev):
    shown = "".join(f"{package} installed\n" for package in dev.PEERS if package != "qpdf")
    assert dev.missing_peers(shown) == ["qpdf"]
    assert dev.missing_peers(f"{shown}qpdf config-files\n") == ["qpdf"]


@pytest.mark.parametrize(
    ("facts", "line"),
    [
        ({"admin": "root"}, "apt-get update && apt-get install -y --no-install-recommends qpdf"),
        ({"admin": ""}, "sudo apt-get update && sudo apt-get install -y --no-install-recommends qpdf"),
        ({"has_sudo": False}, "su -c 'apt-get update && apt-get install -y --no-install-recommends qpdf'"),
    ],
)
def test_a_person_gets_one_line_to_run(dev, machine, facts, line):
    assert dev.line_for(["qpdf"], machine(**facts)) == line


def test_sudo_is_not_asked_for_a_password_it_does_not_need(dev, machine):
    assert dev.apt_command(["update"], machine(admin="sudo"))[:2] == ["sudo", "-n"]
    assert dev.apt_command(["update"], machine(admin="root"))[0] == "env"


def test_the_demo_opens_a_window_or_takes_pictures(dev, machine):
    assert dev.demo_command(machine(), ["--dark"])[0] == ["namedial", "demo", "--dark"]
    command, said = dev.demo_command(machine(display=False), [])
    assert command == ["namedial", "tour", "--out", "tour"]
    assert "no display" in said


@pytest.mark.parametrize(
    ("version", "facts", "why"),
    [
        ((3, 11), {}, ""),
        ((3, 12), {"system": "Darwin", "processor": "arm64"}, ""),
        ((3, 13), {}, "no build for Python 3.13"),
        ((3, 12), {"processor": "aarch64"}, "no build for Linux on aarch64"),
    ],
)
def test_a_missing_phone_has_a_reason(dev, machine, version, facts, why):
    said = dev.without_phone(version, machine(**facts))
    assert why in said
    assert bool(said) == bool(why)


WANTED = {"environment": "1", "demo": "d", "test": "t", "project": "p", "fonts": "f"}
DONE = {"environment": "1", "packages": "d", "project": "p", "fonts": "f", "python": "3 11"}


@pytest.mark.parametrize(
    ("stamp", "tests", "parts"),
    [
        pytest.param({}, False, ["environment", "packages", "project", "fonts"], id="never set up"),
        pytest.param(DONE, False, [], id="nothing changed"),
        pytest.param(DONE, True, ["packages"], id="the demo's, now for the tests"),
        pytest.param({**DONE, "packages": "t"}, False, [], id="the tests' does for the demo"),
        pytest.param({**DONE, "packages": "old"}, False, ["packages"], id="the lock changed"),
        pytest.param({**DONE, "project": "old"}, True, ["packages", "project"], id="pyproject.toml changed"),
        pytest.param({**DONE, "fonts": "old"}, False, ["fonts"], id="the fonts' script changed"),
        pytest.param({**DONE, "busy": "yes"}, False, ["environment", "packages", "project", "fonts"], id="interrupted"),
        pytest.param({**DONE, "environment": "0"}, True, ["environment", "packages", "project", "fonts"], id="moved"),
    ],
)
def test_only_what_changed_is_set_up_again(dev, stamp, tests, parts):
    assert dev.changed_parts(stamp, WANTED, tests) == parts


def test_the_last_lines_tell_what_failed_and_what_is_missing(dev, machine):
    assert dev.closing(machine(), [], "") == []
    failed, skipped = dev.closing(machine(), ["mypy"], "Missing: qpdf")
    assert failed == "Checks that failed: mypy."
    assert "skipped" in skipped
    assert "skipped" not in dev.closing(machine(ci=True), [], "Missing: qpdf")[0]


def test_it_starts_on_an_old_python():
    tree = ast.parse(SCRIPT.read_text(encoding="ascii"), feature_version=(3, 8))
    imported = {node.module if isinstance(node, ast.ImportFrom) else node.names[0].name for node in _imports(tree)}
    assert {name.split(".")[0] for name in imported} <= sys.stdlib_module_names


def _imports(tree: ast.AST):
    return [node for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom)]


def test_help_teaches_both_commands():
    told = subprocess.run([sys.executable, SCRIPT, "--help"], capture_output=True, text=True, check=True).stdout
    assert "dev.py demo" in told
    assert "dev.py test" in told
