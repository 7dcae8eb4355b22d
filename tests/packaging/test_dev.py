"""What dev.py decides, from facts given to it."""

import ast
import os
import signal
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
        pytest.param(({}, {"admin": "root"}), ["venv", "system pip", "apt", "wheel"], id="everything there"),
        pytest.param(({"ensurepip": False}, {}), ["system pip", "wheel"], id="no ensurepip, a user"),
        pytest.param(({"ensurepip": False, "pip": None}, {}), ["wheel"], id="no pip either"),
        pytest.param(({"ensurepip": False, "pip": (22, 0)}, {}), ["wheel"], id="a pip too old for --python"),
        pytest.param(({"venv": False, "ensurepip": False}, {"admin": "sudo"}), ["apt"], id="no venv at all, sudo"),
        pytest.param(({"ensurepip": False, "pip": None}, {"apt": False}), [], id="no apt"),
    ],
)
def test_ways_to_an_installer_come_in_order(dev, machine, python, there, ways):
    has, facts = there
    assert dev.installer_ways(python((3, 11), **has), machine(**facts)) == ways


def test_every_way_is_there(dev):
    assert set(dev.WAYS) == {"venv", "system pip", "apt", "wheel"}


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


def test_the_last_lines_tell_what_failed_and_what_is_missing(dev):
    assert dev.closing([], []) == ""
    assert dev.closing(["mypy"], ["Missing: qpdf"]) == "Checks that failed: mypy.\nMissing: qpdf"


def test_an_environment_of_ours_is_replaced_finished_or_not(dev, tmp_path):
    target = tmp_path / ".venv"
    dev.begin(target)
    (target / "lib" / "half").mkdir(parents=True)
    (target / "lib64").symlink_to("lib")
    dev.begin(target)
    assert sorted(file.name for file in target.iterdir()) == [".gitignore", dev.STAMP]
    dev.remove(target)
    assert not target.exists()


def test_an_environment_of_somebody_elses_stays(dev, tmp_path):
    theirs = tmp_path / ".venv" / "pyvenv.cfg"
    theirs.parent.mkdir()
    theirs.touch()
    with pytest.raises(dev.Stop, match="was not made by packaging/dev"):
        dev.begin(theirs.parent)
    assert theirs.exists()


def test_nothing_and_an_empty_folder_are_no_environment(dev, tmp_path):
    dev.remove(tmp_path / "none")
    dev.remove(tmp_path)
    assert not tmp_path.exists()


def test_a_second_set_up_at_once_is_told_to_wait(dev, tmp_path, monkeypatch):
    monkeypatch.setattr(dev, "LOCK", tmp_path / "lock")
    with dev.alone(), pytest.raises(dev.Stop, match="Another run is setting up"), dev.alone():
        pass
    with dev.alone():
        assert dev.LOCK.exists()


def test_the_lock_of_a_killed_run_is_nothing(dev, tmp_path, monkeypatch):
    monkeypatch.setattr(dev, "LOCK", tmp_path / "lock")
    holding = f"import sys; sys.path.insert(0, {str(SCRIPT.parent)!r}); import dev, pathlib, time\n"
    holding += f"dev.LOCK = pathlib.Path({str(dev.LOCK)!r})\nwith dev.alone(): print(flush=True); time.sleep(60)"
    with subprocess.Popen([sys.executable, "-c", holding], stdout=subprocess.PIPE) as other:
        other.stdout.readline()
        with pytest.raises(dev.Stop), dev.alone():
            pass
        other.kill()
    with dev.alone():
        pass


@pytest.fixture
def watched(dev, monkeypatch, capsys):
    """Run some Python as the window's program; return its exit status and what was said of it."""

    def run(code, complaint=""):
        monkeypatch.setattr(dev, "qt_complaint", lambda environment: complaint)
        kept = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
        try:
            status = dev.watched([sys.executable, "-c", code], os.environ)
        finally:
            for number, handler in kept.items():
                signal.signal(number, handler)
        return status, capsys.readouterr().out.replace("-c", "demo")

    return run


def test_a_window_that_ends_well_is_not_spoken_of(watched):
    assert watched("pass") == (0, "")


def test_a_window_that_does_not_start_ends_with_a_sentence(watched):
    said = "namedial demo did not end well (exit status {}). {}\n"
    assert watched("raise SystemExit(3)") == (3, said.format(3, "The reason stands above."))
    complaint = "could not connect to display :9"
    told = (134, said.format(134, f"Qt cannot open a window: {complaint}"))
    assert watched("import os; os.abort()", complaint) == told


def test_a_window_that_was_asked_to_end_is_not_spoken_of(watched):
    code = "import os, signal, time; time.sleep(0.5); os.kill(os.getppid(), signal.{}); {}"
    assert watched(code.format("SIGTERM", "time.sleep(60)")) == (143, "")
    assert watched(code.format("SIGINT", "raise SystemExit(130)")) == (130, "")


def test_a_program_that_is_not_there_is_a_sentence(dev, tmp_path):
    with pytest.raises(dev.Stop, match="could not be started"):
        dev.watched([str(tmp_path / "namedial"), "demo"], {})


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
