"""KAZOO's own answers, recorded, against ours."""

import json
import lzma
from pathlib import Path

import pytest

from app.directory import check_recording

VECTORS = Path(__file__).parent.parent / "vectors"


@pytest.mark.parametrize(("file", "lines"), [("dialpad.jsonl.xz", 318), ("filter.jsonl.xz", 368)])
def test_every_recorded_answer_is_ours(file, lines):
    with lzma.open(VECTORS / file, "rt", encoding="utf-8") as stream:
        recorded = [json.loads(line) for line in stream]
    assert len(recorded) == lines
    differing = [(line, difference) for line in recorded if (difference := check_recording(line))]
    assert differing == []


def test_a_difference_is_told_with_both_sides():
    difference = check_recording({"kind": "dialpad", "text": "Ann", "expect": "999"})
    assert difference is not None
    assert (difference.recorded, difference.ours) == ("999", "266")


@pytest.mark.parametrize(
    "line", [{"kind": "opera"}, {}, {"kind": "filter", "users": []}, {"kind": "dialpad", "text": 3}]
)
def test_what_is_no_recording_is_refused(line):
    with pytest.raises(ValueError, match="recording"):
        check_recording(line)


@pytest.mark.parametrize("key", ["format", "format_version", "version"])
def test_a_format_that_is_not_known_is_refused(key):
    with pytest.raises(ValueError, match="recording of format version 2; this program reads version 1"):
        check_recording({key: 2, "kind": "dialpad", "text": "Ann", "expect": "266"})
    assert check_recording({key: 1, "kind": "dialpad", "text": "Ann", "expect": "266"}) is None


def test_names_that_are_no_texts_are_read_as_in_a_call():
    expect = {"full_name": "42 true", "first_last_keys": "8783", "last_first_keys": "8783"}
    assert check_recording({"kind": "user", "first_name": 42, "last_name": True, "expect": expect}) is None
