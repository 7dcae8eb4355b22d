"""What every test stands on: no display, no user's settings, warnings as errors."""

import os
from collections.abc import Iterator

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("LC_ALL", "C.UTF-8")

from app.sandbox import Sandbox, sandbox_in_thread

pytest_plugins = ["tests.needs"]


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what takes many minutes, unless asked for by `-m soak`, and keep calls apart.

    Where tests run side by side, those of a room with SIP and sound take turns in one process.
    """
    if "soak" not in config.getoption("markexpr"):
        config.hook.pytest_deselected(items=[item for item in items if item.get_closest_marker("soak")])
        items[:] = [item for item in items if not item.get_closest_marker("soak")]
    for item in items:
        if item.get_closest_marker("phone") or item.get_closest_marker("peers"):
            item.add_marker(pytest.mark.xdist_group(f"calls of {item.path.parent.name}"))


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    """A fresh KAZOO on sample data over real HTTP; what a test does to it, no other test sees."""
    with sandbox_in_thread(Sandbox()) as running:
        yield running
