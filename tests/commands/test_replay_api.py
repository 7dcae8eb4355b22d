"""`namedial replay` on exchanges with KAZOO's API."""

import json
import lzma
from pathlib import Path

import pytest
from typer.testing import CliRunner

from app.commands.application import app

VECTORS = Path(__file__).parent.parent / "vectors"
GROUPS = ("dir-conflict-409", "dir-if-match-delete", "users-walk-equal-names")


def replay(*arguments):
    return CliRunner().invoke(app, ["replay", *map(str, arguments)], env={"COLUMNS": "100"})


@pytest.fixture
def file(tmp_path):
    """Some groups and their seed; returns how to write them."""
    (tmp_path / "api-seed.json").write_bytes(lzma.decompress((VECTORS / "api-seed.json.xz").read_bytes()))
    with lzma.open(VECTORS / "api.jsonl.xz", "rt", encoding="utf-8") as stream:
        chosen = [line for line in map(json.loads, stream) if line["group"] in GROUPS]

    def write(change=lambda lines: None):
        change(chosen)
        path = tmp_path / "some.jsonl"
        path.write_text("".join(json.dumps(line) + "\n" for line in chosen))
        return path

    return write


def test_both_ways_agree(file):
    done = replay(file())
    assert done.exit_code == 0, done.stdout
    assert " 0 failed" in done.stdout


def test_the_whole_file_agrees_as_json():
    done = replay("--json", VECTORS / "api.jsonl.xz")
    assert done.exit_code == 0
    assert [(each["passed"], each["failed"]) for each in json.loads(done.stdout)] == [(394, 0)]


def test_where_the_sandbox_parts_is_told(file):
    def change(lines):
        lines[0]["response"]["status"] = 202

    done = replay(file(change))
    assert done.exit_code == 1
    assert "line 1\n" in done.stdout
    assert "status 202, not 201" in done.stdout


def test_what_the_client_does_not_understand_is_told(file):
    def change(lines):
        lines[1]["response"]["status"] = 418

    done = replay(file(change))
    assert done.exit_code == 1
    assert "the client: NotKazoo for HTTP 418" in done.stdout


def test_without_the_seed_it_is_said(file, tmp_path):
    path = file()
    (tmp_path / "api-seed.json").unlink()
    done = replay(path)
    assert done.exit_code == 2
    assert "api-seed.json, which is not beside" in done.stdout


@pytest.mark.parametrize("key", ["response", "group", "request"])
def test_what_is_no_exchange_is_said_with_its_line(file, key):
    done = replay(file(lambda lines: lines[2].pop(key)))
    assert done.exit_code == 2
    assert "line 3: no exchange" in done.stdout


def test_half_an_exchange_is_said(file):
    done = replay(file(lambda lines: lines[0]["request"].pop("method")))
    assert done.exit_code == 2
    assert "line 1: no whole recording" in done.stdout
