"""The scripts of packaging/ as modules: they are files to run, no package."""

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

PACKAGING = Path(__file__).resolve().parents[2] / "packaging"


def _script(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"packaging_script_{name}", PACKAGING / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look their module up by name
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def dev() -> ModuleType:
    return _script("dev")


@pytest.fixture(scope="session")
def cut_fonts() -> ModuleType:
    return _script("cut_fonts")
