"""The lock files: hashes, no addresses, and in step with pyproject.toml."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
LOCKS = {name: ROOT / "packaging" / f"requirements-{name}.txt" for name in ("demo", "test", "tools")}
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def entries(lock: str) -> list[str]:
    """One text per locked package: its requirement, then its hashes."""
    text = re.sub(r"^\s*#.*\n?", "", LOCKS[lock].read_text(encoding="utf-8"), flags=re.M)
    return [entry for entry in re.split(r"^(?=\S)", text, flags=re.M) if entry.strip()]


def locked(lock: str) -> dict[str, Requirement]:
    requirements = [Requirement(entry.split(" \\")[0]) for entry in entries(lock)]
    return {canonicalize_name(requirement.name): requirement for requirement in requirements}


def group(name: str) -> list[str]:
    wanted = []
    for item in PROJECT["dependency-groups"][name]:
        wanted += [item] if isinstance(item, str) else group(item["include-group"])
    return wanted


def wanted(lock: str) -> list[str]:
    project = PROJECT["project"]
    runtime = [
        *project["dependencies"],
        *(line for extra in project["optional-dependencies"].values() for line in extra),
    ]
    return {"demo": runtime + group("install"), "test": runtime + group("dev"), "tools": group("tools")}[lock]


@pytest.mark.parametrize("lock", LOCKS)
def test_every_package_is_locked_to_one_version_with_hashes(lock):
    for entry in entries(lock):
        assert re.match(r"[\w.-]+==\S+", entry), entry
        assert "--hash=sha256:" in entry, entry


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_holds_no_address_and_no_path(lock):
    text = LOCKS[lock].read_text(encoding="utf-8")
    assert "://" not in text
    assert " @ " not in text
    assert not re.search(r"(^|\s)--(?!hash=)", text), "only hashes; where packages come from is the machine's business"
    assert not re.search(r"(^|\s)(/|[A-Z]:\\)\w", text)


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_satisfies_every_direct_dependency(lock):
    there = locked(lock)
    for line in wanted(lock):
        requirement = Requirement(line)
        held = there.get(canonicalize_name(requirement.name))
        assert held is not None, f"{line} is not locked: python3 packaging/dev.py lock"
        version = next(iter(held.specifier)).version
        assert requirement.specifier.contains(version), f"{line} is locked to {version}: python3 packaging/dev.py lock"


def test_what_the_demo_needs_is_locked_alike_for_the_tests():
    tests = locked("test")
    for name, requirement in locked("demo").items():
        assert str(tests[name].specifier) == str(requirement.specifier), name


@pytest.mark.parametrize(
    ("python", "there"),
    [
        pytest.param("3.11", True, id="3.11 has the phone"),
        pytest.param("3.12", True, id="3.12 has the phone"),
        pytest.param("3.13", False, id="3.13 goes without"),
    ],
)
def test_the_phone_is_left_out_where_its_library_has_no_build(python, there):
    marker = locked("demo")["pjsua2-python"].marker
    here = {"python_full_version": f"{python}.1", "python_version": python}
    assert marker.evaluate({**here, "sys_platform": "linux", "platform_machine": "x86_64"}) is there
    assert not marker.evaluate({**here, "sys_platform": "linux", "platform_machine": "aarch64"})
