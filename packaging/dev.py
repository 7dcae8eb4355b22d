"""Set up and start everything: `python3 packaging/dev.py demo`, `python3 packaging/dev.py test`.

One file on purpose, over the usual length and of the standard library alone: it must start on a machine that has
nothing yet, by any Python from 3.8 on. Decisions are pure functions of what was found out (`Machine`, `Interpreter`);
what touches the machine stands below them. No package registry is named: the machine's own settings of pip decide.
"""

from __future__ import annotations  # a SyntaxError here means: 3.8 or newer is needed, better 3.12

import argparse
import hashlib
import json
import os
import platform
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Callable, Iterator, Mapping, NoReturn, Sequence, Tuple

Version = Tuple[int, int]

ROOT = Path(__file__).resolve().parent.parent
HERE = ROOT / "packaging"
ENVIRONMENT = ROOT / ".venv"
TOOLS = ROOT / ".venv-tools"
STAMP = "namedial-setup.json"  # in each environment: made by this script, and from what
LOCK = ROOT / ".venv.lock"
SETUP_VERSION = 1  # raise it when an environment made by an older dev.py must be made anew

OLDEST_TO_START: Version = (3, 8)
OLDEST_TO_RUN: Version = (3, 11)
WITH_PHONE: tuple[Version, ...] = ((3, 12), (3, 11))  # the best first: pjsua2's wheels exist for these two
PHONE_MACHINES = (("Linux", "x86_64"), ("Darwin", "arm64"), ("Windows", "AMD64"))
OLDEST_PIP: Version = (22, 3)  # the first that can install into another environment (`--python`)

# What Qt loads when it starts, as Debian and Ubuntu name it, by the file that proves it is there: names of packages
# change from release to release (libglib2.0-0t64), names of libraries do not.
_LIBRARIES = """
    libEGL.so.1=libegl1 libGL.so.1=libgl1 libbrotlidec.so.1=libbrotli1 libcups.so.2=libcups2
    libdbus-1.so.3=libdbus-1-3 libfontconfig.so.1=libfontconfig1 libglib-2.0.so.0=libglib2.0-0
    libpulse.so.0=libpulse0 libwayland-cursor.so.0=libwayland-cursor0 libXrandr.so.2=libxrandr2
    libxcb-cursor.so.0=libxcb-cursor0 libxcb-icccm.so.4=libxcb-icccm4 libxcb-keysyms.so.1=libxcb-keysyms1
    libxcb-shape.so.0=libxcb-shape0 libxkbcommon.so.0=libxkbcommon0 libxkbcommon-x11.so.0=libxkbcommon-x11-0
"""
LIBRARIES = dict(pair.split("=") for pair in _LIBRARIES.split())
PEERS = (  # what the tests talk to, look with and read with
    *(
        "kamailio",
        "kamailio-tls-modules",
        "kamailio-presence-modules",
        "kamailio-sqlite-modules",
        "baresip-core",
        "sip-tester",
        "pulseaudio",
        "pulseaudio-utils",
    ),
    *("poppler-utils", "qpdf", "htmldoc", "xvfb", "openbox", "xdotool"),
)
SIDE_BY_SIDE = ("-n", "3", "--dist", "loadgroup")  # half of the time is waiting; tests/conftest.py keeps calls together
CHECKS = {
    "ruff check": ("ruff", "check", "."),
    "ruff format": ("ruff", "format", "--check", "."),
    "mypy": ("mypy",),
    "lint-imports": ("lint-imports",),
}
EPILOG = """\
Both commands set up what they need in .venv first; when nothing changed that takes a second.

  dev.py demo                  a window signed in to a KAZOO made up on this machine
  dev.py test                  all checks and all tests
  dev.py test tests/ui -k foo  only these tests: what follows `test` goes to pytest
  dev.py lock --upgrade        newest versions of everything into the lock files
"""


class Stop(Exception):
    """There is no going on; the text tells a person what happened and what to do."""


@dataclass(frozen=True)
class Machine:
    """What matters about the machine. `admin` is how to become root: "root", "sudo" (unasked), "ask" or ""."""

    system: str
    processor: str
    apt: bool
    admin: str
    has_sudo: bool
    display: bool
    ci: bool


@dataclass(frozen=True)
class Interpreter:
    """A Python that runs, and what it has for making environments."""

    command: str
    version: Version
    venv: bool
    ensurepip: bool
    pip: Version | None


# -- decisions ---------------------------------------------------------------------------------------------------------


def best_python(own: Interpreter, others: Sequence[Interpreter]) -> Interpreter | None:
    """Return the interpreter to use: this one where it fits, else the best other; None where one must be fetched."""
    if own.version in WITH_PHONE:
        return own
    for version in WITH_PHONE:
        for other in others:
            if other.version == version:
                return other
    return None


def without_phone(version: Version, machine: Machine) -> str:
    """Return why the phone is left out here, or nothing: its library is built for a few kinds of machine only."""
    if version not in WITH_PHONE:
        return (
            f"its library has no build for Python {spelled(version)}. When 3.12 is there, remove .venv and start again"
        )
    if (machine.system, machine.processor) not in PHONE_MACHINES:
        builds = ", ".join(" on ".join(pair) for pair in PHONE_MACHINES)
        return f"its library has no build for {machine.system} on {machine.processor}; calls need one of {builds}"
    return ""


def installer_ways(python: Interpreter, machine: Machine) -> list[str]:
    """Return the ways to an environment with an installer, in the order to try them."""
    ways = []
    if python.venv and python.ensurepip:
        ways.append("venv")
    if python.venv and python.pip is not None and python.pip >= OLDEST_PIP:
        ways.append("system pip")
    if machine.apt and machine.admin:
        ways.append("apt")
    if machine.apt and python.venv:
        ways.append("wheel")
    return ways


def missing_libraries(ldconfig: str) -> list[str]:
    """Return the packages whose library `ldconfig -p` does not list."""
    known = {line.split(" ", 1)[0] for line in ldconfig.replace("\t", "").splitlines()}
    return [package for library, package in LIBRARIES.items() if library not in known]


def missing_peers(dpkg: str) -> list[str]:
    """Return the peers that `dpkg-query` does not show as installed (a line each: name, status)."""
    installed = {line.split(" ")[0] for line in dpkg.splitlines() if line.endswith(" installed")}
    return [package for package in PEERS if package not in installed]


def apt_command(arguments: Sequence[str], machine: Machine) -> list[str]:
    """Return apt-get with `arguments`, as root; never a question from a package, nor from sudo where it needs none."""
    sudo = {"root": [], "sudo": ["sudo", "-n"], "ask": ["sudo"]}[machine.admin]
    return [*sudo, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-q", "-y", *arguments]


def line_for(packages: Sequence[str], machine: Machine) -> str:
    """Return the one line a person runs, or hands to who may, to install `packages`."""
    steps = ["apt-get update", "apt-get install -y --no-install-recommends " + " ".join(packages)]
    if machine.admin == "root":
        return " && ".join(steps)
    if machine.has_sudo:
        return " && ".join(f"sudo {step}" for step in steps)
    return f"su -c '{' && '.join(steps)}'"


def demo_command(machine: Machine, extra: Sequence[str]) -> tuple[list[str], str]:
    """Return what to start for `demo` and what to say of it."""
    if machine.display:
        return ["namedial", "demo", *extra], "Opening the window, signed in to a sandbox KAZOO on this machine."
    said = "There is no display here: taking pictures of the window instead, into the folder tour."
    return ["namedial", "tour", "--out", "tour", *extra], said


def changed_parts(stamp: Mapping[str, str], wanted: Mapping[str, str], tests: bool) -> list[str]:
    """Return what of the set-up is to be done; everything, where one was interrupted or the Python changed."""
    if stamp.get("busy") or stamp.get("environment") != wanted["environment"]:
        return ["environment", "packages", "project", "fonts"]
    packages = wanted["test"] if tests else wanted["demo"]
    current = stamp.get("packages") == packages or (not tests and stamp.get("packages") == wanted["test"])
    parts = [] if current else ["packages"]
    return parts + [part for part in ("project", "fonts") if stamp.get(part) != wanted[part]]


def closing(failed_checks: Sequence[str], notes: Sequence[str]) -> str:
    """Return what a test run says last: failed checks, and what is missing here."""
    return "\n".join([*([f"Checks that failed: {', '.join(failed_checks)}."] if failed_checks else []), *notes])


def spelled(version: Version) -> str:
    """Return `3.11` for (3, 11)."""
    return ".".join(map(str, version))


# -- what the machine says ---------------------------------------------------------------------------------------------


def say(text: str) -> None:
    """Tell what happens, at once."""
    print(text, flush=True)


def output_of(*command: str) -> str | None:
    """Return what `command` prints, or None where it does not run or fails."""
    try:
        done = subprocess.check_output(
            command, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL, env=clean_environment()
        )
    except (OSError, subprocess.CalledProcessError):
        return None
    return done.decode(errors="replace")


def status_of(*command: str | Path, environment: Mapping[str, str] | None = None) -> int:
    """Run `command` in the project, its output in sight; return its exit status."""
    return subprocess.call([str(part) for part in command], cwd=ROOT, env=environment or clean_environment())


def clean_environment() -> dict[str, str]:
    """Return the environment without what would send an installer or a Python elsewhere."""
    bend = {"PYTHONHOME", "PYTHONPATH", "PIP_PREFIX", "PIP_TARGET", "PIP_REQUIRE_VIRTUALENV", "VIRTUAL_ENV"}
    kept = {name: value for name, value in os.environ.items() if name not in bend}
    kept.update(PIP_USER="0", PIP_DISABLE_PIP_VERSION_CHECK="1", PIP_ROOT_USER_ACTION="ignore", PIP_NO_INPUT="1")
    if not any(kept.get(name) for name in ("LC_ALL", "LC_CTYPE", "LANG")):
        kept["LC_ALL"] = "C.UTF-8"
    return kept


def run(*command: str | Path, doing: str) -> None:
    """Run `command`; a failure becomes a sentence."""
    if status_of(*command) != 0:
        raise Stop(f"{doing} did not work; the reason stands above.")


def look_at_machine() -> Machine:
    """Find out what kind of machine this is and who we are on it."""
    system = platform.system()
    ci = os.environ.get("CI", "").lower() in ("true", "1")
    root = system != "Windows" and os.geteuid() == 0
    has_sudo = shutil.which("sudo") is not None
    admin = "root" if root else ""
    if not root and has_sudo:
        if output_of("sudo", "-n", "true") is not None:
            admin = "sudo"
        elif sys.stdin.isatty() and not ci:
            admin = "ask"
    display = system != "Linux" or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
    apt = shutil.which("apt-get") is not None and shutil.which("dpkg-query") is not None
    return Machine(system, platform.machine(), apt, admin, has_sudo, display, ci)


def look_at_python(*command: str) -> Interpreter | None:
    """Ask a Python what it is; None where it does not run (a pyenv shim may not)."""
    question = (
        "import importlib.util as u, json, sys\n"
        "try:\n from pip import __version__ as pip\nexcept ImportError:\n pip = ''\n"
        "has = [u.find_spec(name) is not None for name in ('venv', 'ensurepip')]\n"
        "print(json.dumps([sys.executable, sys.version_info[:2], has, pip]))"
    )
    answer = output_of(*command, "-c", question)
    if answer is None:
        return None
    executable, (major, minor), (venv, ensurepip), pip = json.loads(answer)
    numbers = [int(number) for number in re.findall(r"\d+", pip)]
    return Interpreter(executable, (major, minor), venv, ensurepip, (numbers[0], numbers[1]) if pip else None)


def own_python() -> Interpreter:
    """Return the Python that runs this; started by .venv's own, the one that .venv was made from."""
    command = sys.executable
    if Path(sys.prefix).resolve() == ENVIRONMENT:
        command = getattr(sys, "_base_executable", "") or command
    found = look_at_python(command)
    if found is None:
        raise Stop(f"The Python that runs this, {command}, cannot be started a second time; try another python3.")
    return found


def other_pythons() -> list[Interpreter]:
    """Return the fitting Pythons found by name."""
    found = []
    for version in map(spelled, WITH_PHONE):
        named = [("py", f"-{version}")] if os.name == "nt" else [(f"python{version}",)]
        found += [python for python in (look_at_python(*command) for command in named) if python]
    return found


def in_environment(name: str, environment: Path = ENVIRONMENT) -> Path:
    """Return the path of a program inside an environment."""
    return environment / "Scripts" / f"{name}.exe" if os.name == "nt" else environment / "bin" / name


# -- the system's packages ---------------------------------------------------------------------------------------------


def lacking_packages(machine: Machine, tests: bool) -> list[str]:
    """Return the system's packages that are not there; on systems without apt only libraries can be told."""
    if machine.system != "Linux":
        return []
    ldconfig = output_of(shutil.which("ldconfig") or "/sbin/ldconfig", "-p")
    lacking = missing_libraries(ldconfig) if ldconfig is not None else []
    if tests and machine.apt:  # dpkg-query fails where one is unknown, and has told of the others: hence `|| true`
        query = ["sh", "-c", "dpkg-query -W -f '${Package} ${db:Status-Status}\\n' \"$@\" || true", "sh", *PEERS]
        lacking += missing_peers(output_of(*query) or "")
    return lacking


def apt_install(packages: Sequence[str], machine: Machine) -> bool:
    """Install by apt, after an update where the lists are missing or old; tell whether it worked."""
    install = apt_command(["install", "--no-install-recommends", *packages], machine)
    say(f"Installing from the system's packages: {' '.join(packages)}")
    if subprocess.call(install, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) == 0:
        return True
    run_all = (apt_command(["update"], machine), install)
    return all(subprocess.call(command, stdout=subprocess.DEVNULL) == 0 for command in run_all)


def system_packages(machine: Machine, tests: bool) -> str:
    """Bring the system's packages; return what a person should know if some stay missing."""
    lacking = lacking_packages(machine, tests)
    if not lacking:
        return ""
    if machine.apt and machine.admin and apt_install(lacking, machine):
        return ""
    if machine.apt:
        return f"Missing from the system; this line brings it: {line_for(lacking, machine)}"
    return f"Missing from the system (as Debian names it; install what has these libraries): {' '.join(lacking)}"


def qt_complaint(environment: Mapping[str, str]) -> str:
    """Return why Qt cannot open a window in `environment`, in its own words, or nothing where it can."""
    start = "from PySide6 import QtMultimedia, QtPrintSupport, QtWidgets; QtWidgets.QApplication([])"
    command = [str(in_environment("python")), "-c", start]
    tried = subprocess.run(command, env=environment, stderr=subprocess.PIPE, check=False)
    words = tried.stderr.decode(errors="replace").strip().splitlines()
    own_words = [line for line in words if line.startswith("qt.qpa.")]
    return "" if tried.returncode == 0 else [*(own_words or words[-1:]), "it gave no reason"][0]


# -- the environment ---------------------------------------------------------------------------------------------------


def make_environment(target: Path, python: Interpreter, machine: Machine) -> list[str | Path]:
    """Make an empty environment at `target`, by whichever way works; return the installer to run on it."""
    for way in installer_ways(python, machine):
        begin(target)
        with suppress(Stop, OSError, subprocess.CalledProcessError):
            return WAYS[way](target, python, machine)
    remove(target)
    if machine.apt:
        packages = [f"python{spelled(python.version)}-venv", *lacking_packages(machine, tests=False)]
        raise Stop(f"This Python cannot make environments. Run this line, then again: {line_for(packages, machine)}")
    raise Stop(f"This Python ({python.command}) has no working venv; install a Python that has, then again.")


def by_venv(target: Path, python: Interpreter, machine: Machine) -> list[str | Path]:
    """Make it with the interpreter's own means."""
    run(python.command, "-m", "venv", target, doing="Making the environment")
    return [in_environment("python", target), "-m", "pip"]


def by_system_pip(target: Path, python: Interpreter, machine: Machine) -> list[str | Path]:
    """Make it without an installer, to be filled by the system's pip."""
    run(python.command, "-m", "venv", "--without-pip", target, doing="Making the environment")
    return [python.command, "-m", "pip", "--python", in_environment("python", target)]


def by_apt(target: Path, python: Interpreter, machine: Machine) -> list[str | Path]:
    """Install what Debian has split off Python, then make it."""
    if not apt_install([f"python{spelled(python.version)}-venv"], machine):
        raise Stop("apt could not install it")
    return by_venv(target, python, machine)


def by_wheel(target: Path, python: Interpreter, machine: Machine) -> list[str | Path]:
    """Make it without an installer, to be filled by the pip in one of the system's packages: needs no root."""
    run(python.command, "-m", "venv", "--without-pip", target, doing="Making the environment")
    with tempfile.TemporaryDirectory() as folder:
        subprocess.check_call(["apt-get", "-q", "download", "python3-pip-whl"], cwd=folder, stdout=subprocess.DEVNULL)
        run("dpkg-deb", "-x", next(Path(folder).glob("*.deb")), folder, doing="Unpacking pip")
        wheel = next(Path(folder).glob("usr/share/python-wheels/pip-*.whl"))
        shutil.unpack_archive(str(wheel), str(target / "installer"), "zip")
    return [in_environment("python", target), target / "installer" / "pip"]


WAYS: dict[str, Callable[[Path, Interpreter, Machine], list[str | Path]]] = {
    "venv": by_venv,
    "system pip": by_system_pip,
    "apt": by_apt,
    "wheel": by_wheel,
}


def begin(target: Path) -> None:
    """Make room for an environment and mark it as made here, so that an interrupted one is known again."""
    remove(target)
    target.mkdir()
    (target / ".gitignore").write_text("*\n")
    write_stamp({"busy": "environment"}, target)


def remove(target: Path) -> None:
    """Remove what this script made, or a link to it; anything else is somebody's own."""
    empty = target.is_dir() and not any(target.iterdir())
    if target.exists() and not empty and not (target / STAMP).is_file():
        raise Stop(f"{target} was not made by packaging/dev.py, so it stays. Move it away, then run this again.")
    if target.is_symlink():
        target.unlink()
    elif target.exists():
        for part in target.iterdir():  # the stamp goes last, so that half a removal is known again
            if part.is_dir() and not part.is_symlink():
                shutil.rmtree(part)
        shutil.rmtree(target)


@contextmanager
def alone() -> Iterator[None]:
    """Keep other runs from changing the environments; the system ends the lock even where a run is killed."""
    with LOCK.open("a") as file:
        try:
            if sys.platform == "win32":
                import msvcrt  # noqa: PLC0415 - each is there on one kind of system only

                msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
            else:
                import fcntl  # noqa: PLC0415 - as above

                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            text = "Another run is setting up this checkout. Wait until it is through, then run this again."
            raise Stop(text) from None
        yield


def locked(installer: Sequence[str | Path], lock: str) -> None:
    """Install exactly what a lock file lists: every file must have the hash that stands there."""
    quiet = [] if sys.stdout.isatty() else ["--quiet"]
    run(
        *(*installer, "install", *quiet, "--require-hashes", "--only-binary", ":all:", "-r", HERE / lock),
        doing=f"Installing what packaging/{lock} lists",
    )


def uv(own: Interpreter, machine: Machine) -> Path:
    """Return uv, from an environment of its own; it can fetch a Python and write the lock files."""
    program = in_environment("uv", TOOLS)
    if output_of(str(program), "--version") is None:
        say("Getting uv into .venv-tools.")
        locked(make_environment(TOOLS, own, machine), "requirements-tools.txt")
    return program


def environment_by_uv(own: Interpreter, machine: Machine) -> list[str | Path]:
    """Make .venv with a fitting Python that uv finds or fetches; return the installer to run on it."""
    program = uv(own, machine)
    begin(ENVIRONMENT)
    options = ("--quiet", "--no-project", "--allow-existing", "--python", "3.12")
    run(program, "venv", *options, ENVIRONMENT, doing="Fetching Python 3.12")
    return [in_environment("python", TOOLS), "-m", "pip", "--python", in_environment("python")]


def new_environment(machine: Machine) -> list[str | Path]:
    """Make .venv with the best Python to be had; return the installer to run on it."""
    remove(ENVIRONMENT)
    own = own_python()
    python = best_python(own, other_pythons() if own.version not in WITH_PHONE else ())
    if python is not None:
        say(f"Making .venv with Python {spelled(python.version)} ({python.command}).")
        return make_environment(ENVIRONMENT, python, machine)
    say(f"This is Python {spelled(own.version)}; 3.11 or 3.12 is wanted. Looking for one with uv.")
    try:
        return environment_by_uv(own, machine)
    except Stop as why:
        say(str(why))
    if own.version < OLDEST_TO_RUN:
        raise Stop(f"Python 3.11 or 3.12 is needed, and this one is {spelled(own.version)}. Install one, then again.")
    say(f"No Python 3.12 could be had: going on with {spelled(own.version)}, without the phone.")
    return make_environment(ENVIRONMENT, own, machine)


def read_stamp() -> dict[str, str]:
    """Return what the last set-up left behind; nothing where there was none or .venv's Python is another by now."""
    try:
        stamp: dict[str, str] = json.loads((ENVIRONMENT / STAMP).read_text())
    except (OSError, ValueError):
        return {}
    return stamp if stamp.get("python") == python_there() else {}


def python_there() -> str:
    """Return the version of .venv's Python, or nothing."""
    return (output_of(str(in_environment("python")), "-c", "import sys; print(*sys.version_info[:2])") or "").strip()


def write_stamp(stamp: Mapping[str, str], environment: Path = ENVIRONMENT) -> None:
    """Write at once or not at all."""
    beside = environment / f"{STAMP}.part"
    beside.write_text(json.dumps(stamp))
    beside.replace(environment / STAMP)


def wanted_stamp() -> dict[str, str]:
    """Return what the set-up depends on: one sum per part."""

    def total(*files: Path) -> str:
        return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()

    return {
        "environment": f"{SETUP_VERSION} {ROOT}",
        "demo": total(HERE / "requirements-demo.txt"),
        "test": total(HERE / "requirements-test.txt"),
        "project": total(ROOT / "pyproject.toml"),
        "fonts": total(HERE / "cut_fonts.py"),
    }


def set_up(machine: Machine, tests: bool) -> None:
    """Bring .venv to what the lock files, the project and the fonts ask for; seconds where nothing changed."""
    wanted = wanted_stamp()
    if changed_parts(read_stamp(), wanted, tests):
        with alone():  # by now another run may have done it
            stamp = read_stamp()
            bring(changed_parts(stamp, wanted, tests), stamp, wanted, machine, tests)


def bring(parts: Sequence[str], stamp: dict[str, str], wanted: dict[str, str], machine: Machine, tests: bool) -> None:
    """Do `parts` of the set-up; each is on the stamp as soon as it is done."""
    installer: list[str | Path] = [in_environment("python"), "-m", "pip"]
    begun = time.monotonic()
    if "environment" in parts:
        installer = new_environment(machine)
        stamp = {"environment": wanted["environment"], "python": python_there()}
    if "packages" in parts:
        name = "test" if tests else "demo"
        say(f"Installing the packages of packaging/requirements-{name}.txt; the first time about 350 MB come.")
        write_stamp({**stamp, "busy": "packages"})
        locked(installer, f"requirements-{name}.txt")
        shutil.rmtree(ENVIRONMENT / "installer", ignore_errors=True)
        stamp["packages"] = wanted[name]
        write_stamp(stamp)
    if "project" in parts:
        run(
            *(in_environment("python"), "-m", "pip", "install", "--quiet", "--no-deps", "--no-build-isolation"),
            *("--no-index", "-e", ROOT),
            doing="Installing the project itself",
        )
        stamp["project"] = wanted["project"]
        write_stamp(stamp)
    if "fonts" in parts:
        shutil.rmtree(ENVIRONMENT / "share" / "namedial" / "fonts", ignore_errors=True)
        run(in_environment("python"), HERE / "cut_fonts.py", doing="Cutting the fonts")
        write_stamp({**stamp, "fonts": wanted["fonts"]})
    say(f"Set up in {time.monotonic() - begun:.0f} s.")


# -- commands ----------------------------------------------------------------------------------------------------------


def prepared(machine: Machine, environment: Mapping[str, str], tests: bool) -> list[str]:
    """Set up everything; tell and return what a person should know of what is missing, and what to do about it.

    What is lacking stops it only where Qt cannot start in `environment`.
    """
    lacking = system_packages(machine, tests)
    set_up(machine, tests)
    complaint = qt_complaint(environment) if lacking else ""
    if complaint:
        raise Stop(f"Everything else is set up, but Qt cannot start: {complaint}\n{lacking}")
    major, minor = python_there().split()
    why = without_phone((int(major), int(minor)), machine)
    notes = [f"Everything but the phone works here: {why}."] if why else []
    notes += [lacking] if lacking else []
    for note in notes:
        say(note)
    return notes


def demo(extra: Sequence[str]) -> int:
    """Set up and open the window."""
    machine = look_at_machine()
    environment = clean_environment()
    if not machine.display:
        environment["QT_QPA_PLATFORM"] = "offscreen"
    prepared(machine, environment, tests=False)
    if not (ROOT / "app" / "cli.py").is_file():
        raise Stop("Everything is set up, but app/cli.py is not in this checkout, so there is nothing to start.")
    (program, *arguments), said = demo_command(machine, extra)
    say(said)
    return watched([str(in_environment(program)), *arguments], environment)


def watched(command: Sequence[str], environment: Mapping[str, str]) -> int:
    """Run `command` until it ends and return its exit status; trouble nobody asked for ends with a sentence."""
    try:
        program = subprocess.Popen(command, cwd=ROOT, env=environment)
    except OSError as trouble:
        raise Stop(f"{command[0]} could not be started: {trouble}. Remove .venv and run this again.") from None
    asked: list[int] = []

    def stop(number: int, frame: object) -> None:
        asked.append(number)
        if number != signal.SIGINT:  # Ctrl+C has reached the program by itself
            program.send_signal(number)

    for name in {"SIGINT", "SIGTERM", "SIGHUP"} & set(dir(signal)):
        signal.signal(getattr(signal, name), stop)
    status = program.wait()
    status = status if status >= 0 else 128 - status  # as a shell tells a signal
    if status != 0 and not asked:
        complaint = qt_complaint(environment)
        why = f"Qt cannot open a window: {complaint}" if complaint else "The reason stands above."
        say(f"namedial {command[1]} did not end well (exit status {status}). {why}")
    return status


def failing_checks() -> list[str]:
    """Run the linters, all of them; return the names of those that fail."""
    failed = []
    for name, (program, *arguments) in CHECKS.items():
        say(f"== {name}")
        if status_of(in_environment(program), *arguments) != 0:
            failed.append(name)
    return failed


def check(extra: Sequence[str]) -> int:
    """Set up and run the linters."""
    set_up(look_at_machine(), tests=True)
    failed = failing_checks()
    say(closing(failed, []) or "All checks passed.")
    return 1 if failed else 0


def test(extra: Sequence[str]) -> int:
    """Set up, check and test; with arguments, only the tests they choose."""
    machine = look_at_machine()
    environment = {**clean_environment(), "QT_QPA_PLATFORM": "offscreen"}
    notes = prepared(machine, environment, tests=True)
    failed = [] if extra else failing_checks()
    say("== pytest")
    environment["LAST_LINES"] = closing(failed, notes)
    tested = status_of(in_environment("pytest"), *(extra or SIDE_BY_SIDE), environment=environment)
    return tested or (1 if failed else 0)


def lock(extra: Sequence[str]) -> int:
    """Write the lock files from pyproject.toml, for every system and Python at once, knowing of no settings here."""
    with alone():
        program = uv(own_python(), look_at_machine())
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("UV_", "PIP_"))}
    options = ["--universal", "--generate-hashes", "--no-build", "--no-config", "--no-emit-index-url", "--quiet"]
    project = ["pyproject.toml", "--extra", "phone", "--extra", "sandbox", "--python-version", "3.11"]
    inputs = {
        "demo": [*project, "--group", "install"],
        "test": [*project, "--group", "dev"],
        "tools": ["--group", "tools", "--python-version", "3.8"],
    }
    for name, sources in inputs.items():
        target = f"packaging/requirements-{name}.txt"
        said = ["--custom-compile-command", "python3 packaging/dev.py lock", "--output-file", target]
        if status_of(program, "pip", "compile", *options, *said, *sources, *extra, environment=environment) != 0:
            raise Stop(f"{target} could not be made; the reason stands above.")
        say(f"{target} is in step with pyproject.toml.")
    return 0


COMMANDS: dict[str, Callable[[Sequence[str]], int]] = {"demo": demo, "test": test, "check": check, "lock": lock}


def main() -> NoReturn:
    """Read the command line and do it; whatever stops it is told in a sentence."""
    if sys.version_info[:2] < OLDEST_TO_START:
        sys.exit(f"Python {spelled(OLDEST_TO_START)} or newer is needed to start this, better 3.12.")
    formatter = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(prog="dev.py", epilog=EPILOG, formatter_class=formatter)
    parser.add_argument("command", choices=COMMANDS, help="demo, test, check (linters only) or lock")
    parser.add_argument("extra", nargs=argparse.REMAINDER, help="passed on to what is started")
    chosen = parser.parse_args()
    try:
        sys.exit(COMMANDS[chosen.command](chosen.extra))
    except Stop as stopped:
        sys.exit(str(stopped))
    except KeyboardInterrupt:
        sys.exit("Stopped. The next run takes it up from here.")
    except OSError as trouble:
        sys.exit(f"The machine refused: {trouble}. If .venv belongs to somebody else, remove it and run this again.")


if __name__ == "__main__":
    main()
