"""`namedial history` on a history of this machine's own."""

import json
import os
import subprocess
import sys

import pytest

from app.store import Profile, ProfileStore, Record, Result
from app.store.history_file import HistoryFile

PROFILE = Profile("https://kazoo.test", "password", "Sample", "alice")


@pytest.fixture
def home(tmp_path):
    store = ProfileStore(tmp_path / "namedial")
    store.save(PROFILE)
    file = HistoryFile(store.history_file(PROFILE), 1000)
    rows = (
        ("a", "in", "Bob Baker", Result.MISSED, None),
        ("b", "out", "Alice\u202eArcher", Result.ANSWERED, 65.0),
        ("c", "out", "Going On", Result.LIVE, None),
    )
    for place, (call_id, direction, name, result, spoken) in enumerate(rows):
        began = 1_700_000_000.0 + place
        file.put(
            Record(
                call_id=call_id,
                direction=direction,
                number=f"200{place}",
                name=name,
                started_at=began,
                connected_at=began if spoken else None,
                ended_at=began + spoken if spoken else None,
                result=result,
                found_by=f"{name.lower()} 200{place}",
            )
        )
    file.close()
    return tmp_path


def history(home, *arguments):
    environment = {**os.environ, "XDG_CONFIG_HOME": str(home), "XDG_DATA_HOME": str(home), "COLUMNS": "120"}
    command = [sys.executable, "-m", "app", "history", *arguments]
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=False)


def test_calls_are_listed_newest_first_and_plain(home):
    done = history(home)
    assert done.returncode == 0
    lines = done.stdout.splitlines()
    assert [name in line for name, line in zip(("Going On", "Archer", "Bob Baker"), lines[1:], strict=True)] == [
        True
    ] * 3
    assert "01:05" in lines[2]
    assert "\u202e" not in done.stdout


def test_json_tells_all_and_a_call_that_goes_on_goes_on(home):
    for _ in range(2):
        calls = json.loads(history(home, "--json").stdout)["calls"]
        assert [call["result"] for call in calls] == ["live", "answered", "missed"]
    assert calls[1]["seconds"] == 65.0
    assert calls[2]["direction"] == "in"


def test_a_search_and_a_filter_narrow_the_list(home):
    assert [
        call["name"] for call in json.loads(history(home, "baker", "--only", "missed", "--json").stdout)["calls"]
    ] == ["Bob Baker"]
    nobody = history(home, "nobody")
    assert nobody.returncode == 1
    assert "no such call" in nobody.stderr


def test_without_anybody_remembered_it_says_so(tmp_path):
    done = history(tmp_path)
    assert done.returncode == 1
    assert "Nobody is remembered" in done.stderr
