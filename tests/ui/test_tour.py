"""The tour: the window driven through everything it is for, with pictures."""

import json
import subprocess
import sys

import pytest
from PySide6.QtGui import QImage


@pytest.fixture(scope="module")
def tour(tmp_path_factory):
    out = tmp_path_factory.mktemp("tour")
    command = [sys.executable, "-m", "app", "tour", "--out", str(out), "--size", "1000x700"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=170, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return out, done.stdout


@pytest.mark.phone
def test_every_step_of_the_tour_is_seen(tour):
    out, printed = tour
    steps = json.loads((out / "tour.json").read_text())
    assert [step["name"] for step in steps] == [
        *("sign-in", "people", "keypad", "nobody", "typing", "selected"),
        *("ringing", "connected", "keys", "held", "hung-up", "busy"),
        *("incoming", "blind", "consulted", "attended", "audit"),
        *("menu", "reached", "paper", "export"),
    ]
    assert all(step["ok"] and step["expected"] and step["seen"] for step in steps)
    assert printed.count("ok ") == len(steps)


@pytest.mark.phone
def test_the_tour_leaves_a_light_and_a_dark_picture_of_each_step_and_the_pdf(tour):
    out, _ = tour
    steps = json.loads((out / "tour.json").read_text())
    for number, step in enumerate(steps, start=1):
        light, dark = (QImage(str(out / f"{number:02}-{step['name']}-{theme}.png")) for theme in ("light", "dark"))
        assert light.size() == dark.size()
        assert light.width() >= 600
        assert light.pixelColor(2, light.height() // 2).lightness() > 200
        assert dark.pixelColor(2, dark.height() // 2).lightness() < 60
    assert (out / "directory.pdf").read_bytes().startswith(b"%PDF")
