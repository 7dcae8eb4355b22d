"""KAZOO's own menus, recorded, against ours: both files whole, every prompt, every command, every millisecond."""

import json
import lzma
from pathlib import Path

import pytest

from app.directory import check_recording

VECTORS = Path(__file__).parent.parent / "vectors"


def recorded(file):
    with lzma.open(VECTORS / file, "rt", encoding="utf-8") as stream:
        return [json.loads(line) for line in stream]


@pytest.fixture(scope="module")
def silent_call():
    return next(line for line in recorded("traces.jsonl.xz") if line["id"] == "C-silence")


@pytest.mark.parametrize("file", ["traces.jsonl.xz", "traces_k5.jsonl.xz"])
def test_every_recorded_call_is_ours(file):
    lines = recorded(file)
    assert len(lines) == 664
    parted = [(line["id"], difference) for line in lines if (difference := check_recording(line))]
    assert parted == []


@pytest.mark.parametrize(
    ("part", "row", "change", "told"),
    [
        ("heard", 1, {"end": 1_051}, "heard 2: prompt dir-enter_person_name, 50 to 1051 ms"),
        ("heard", 0, {"cut": True}, "heard 1: silence silence_stream://50, 0 to 50 ms, cut"),
        ("commands", 2, {"t": 1}, "asked 3: queue prompt dir-enter_person_name, at 1 ms"),
        ("actions", 0, {"action": "continue"}, "told 1: continue, at 9150 ms"),
    ],
)
def test_the_first_thing_that_parts_is_told_by_its_place(silent_call, part, row, change, told):
    line = json.loads(json.dumps(silent_call))
    line["expect"][part][row].update(change)
    difference = check_recording(line)
    assert difference.recorded == told
    assert str(difference.ours).startswith(told.split(":")[0])


def test_what_is_missing_at_the_end_is_told(silent_call):
    line = json.loads(json.dumps(silent_call))
    del line["expect"]["heard"][-1]
    assert check_recording(line).recorded == f"heard {len(line['expect']['heard']) + 1}: nothing"


def test_another_result_is_told(silent_call):
    line = json.loads(json.dumps(silent_call))
    line["expect"]["result"] = {"type": "route", "t": 9_150, "callflow_id": "cf000"}
    difference = check_recording(line)
    assert difference.recorded == "result 1: route cf000, at 9150 ms"
    assert difference.ours == "result 1: server_hangup, at 11150 ms"


@pytest.mark.parametrize(
    "change",
    [
        {"source": "kazoo6"},
        {"expect": {}},
        {"users": [{"id": "u"}]},
        {"events": [{"t": 1}]},
        {"events": None},
        {"events": [{"t": 9, "dtmf": "5"}, {"t": 3, "dtmf": "3"}]},
    ],
    ids=["unknown menu", "no expectation", "half a user", "half an event", "no events", "time runs backwards"],
)
def test_what_is_no_recording_of_a_call_is_refused(silent_call, change):
    with pytest.raises(ValueError, match=r"recording|time"):
        check_recording({**silent_call, **change})
