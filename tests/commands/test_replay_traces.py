"""`namedial replay` on recorded calls through the menu."""

import json
import lzma
from pathlib import Path

import pytest
from typer.testing import CliRunner

from app.commands.application import app

VECTORS = Path(__file__).parent.parent / "vectors"
FILES = (VECTORS / "traces.jsonl.xz", VECTORS / "traces_k5.jsonl.xz")


def replay(*arguments):
    return CliRunner().invoke(app, ["replay", *map(str, arguments)], env={"COLUMNS": "100"})


@pytest.fixture(scope="module")
def recorded():
    with lzma.open(FILES[0], "rt", encoding="utf-8") as stream:
        return {line["id"]: line for line in map(json.loads, stream)}


def test_both_files_pass_whole():
    done = replay(*FILES)
    assert done.exit_code == 0
    assert done.stdout.count("664 passed, 0 failed") == 2


def test_a_difference_is_one_line_a_side(tmp_path, recorded):
    line = recorded["B-exact-hash-confirm-true"]
    line["expect"]["heard"][3]["end"] += 7
    file = tmp_path / "changed.jsonl"
    file.write_text(json.dumps(line) + "\n" + json.dumps(recorded["C-silence"]) + "\n")
    done = replay(file)
    assert done.exit_code == 1
    assert "1 passed, 1 failed" in done.stdout
    assert "line 1\n" in done.stdout
    assert "recorded  heard 4: prompt dir-found, 1040 to 2047 ms\n" in done.stdout
    assert "ours      heard 4: prompt dir-found, 1040 to 2040 ms\n" in done.stdout


def test_a_recording_of_another_menu_is_not_passed_over(tmp_path, recorded):
    file = tmp_path / "newer.jsonl"
    file.write_text(json.dumps({**recorded["C-silence"], "source": "kazoo6"}) + "\n")
    done = replay(file)
    assert done.exit_code == 2
    assert "line 1: recording of an unknown menu: 'kazoo6'" in done.stdout


def test_a_recording_of_another_format_is_told_with_its_version(tmp_path, recorded):
    file = tmp_path / "newer.jsonl"
    lines = ({**recorded["C-silence"], "format": 1}, {**recorded["C-silence"], "format": 2})
    file.write_text("".join(json.dumps(line) + "\n" for line in lines))
    done = replay(file)
    assert done.exit_code == 2
    assert "line 2: recording of format version 2; this program reads version 1" in done.stdout
