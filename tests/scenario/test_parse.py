"""Scenario files: what they say, and what is said about those that cannot be used."""

from pathlib import Path

import pytest

from app.directory import AS_DOCUMENTED, KAZOO_4
from app.scenario import Person, ScenarioError, parse_scenario, read_scenario

FILE = Path("night/desk.caller.toml")

GOOD = """\
directory = "Sales"
account = "saved/account.json"
profile = "as-documented"
wildcard_child = false

[[caller]]
name = "Laura"
keys = "528# 1"
hears = ["dir-found", "Laura Katz"]
reaches = "Laura Katz"
within = "12.5s"

[[caller]]
name = "leaves"
keys = "00"
ends = "leaves"
"""


def test_a_file_says_what_callers_do_and_expect():
    scenario = parse_scenario(GOOD, FILE)
    laura, leaver = scenario.callers
    assert (scenario.directory, scenario.profile, scenario.wildcard_child) == ("Sales", AS_DOCUMENTED, False)
    assert scenario.account == Path("night/saved/account.json")
    assert (laura.hears, laura.reaches, laura.within_ms) == (("dir-found", "Laura Katz"), "Laura Katz", 12_500)
    assert (leaver.ends, leaver.keys, leaver.line) == ("leaves", "00", 13)


def test_a_file_may_bring_its_own_people():
    scenario = parse_scenario(
        """
        [settings]
        search_fields = "last_name"
        confirm_match = true
        [[people]]
        first_name = "Laura"
        last_name = "Katz"
        number = "2058"
        [[people]]
        first_name = "Greta"
        last_name = "Gone"
        callflow = false
        [[caller]]
        name = "says nothing"
        ends = "menu hangs up"
        """,
        FILE,
    )
    assert scenario.profile is KAZOO_4
    assert scenario.inline.people == (Person("Laura", "Katz", "2058"), Person("Greta", "Gone", callflow=False))
    assert scenario.inline.settings == {"search_fields": "last_name", "confirm_match": True}
    assert [entry.callflow_id for entry in scenario.inline.entries()] == ["callflow-000001", ""]


def changed(old, new):
    assert old in GOOD
    return GOOD.replace(old, new, 1)


@pytest.mark.parametrize(
    ("text", "line", "wrong", "hint"),
    [
        pytest.param(changed("directory", "dirctory"), 1, 'unknown key "dirctory"', '"directory"', id="unknown key"),
        pytest.param(changed("reaches", "reach"), 10, 'unknown key "reach" in [caller]', '"reaches"', id="in a caller"),
        pytest.param(GOOD + 'profile = "kazoo-4"\n', 17, "unknown key", "above the first", id="a key out of place"),
        pytest.param(changed('"Sales"', "5"), 1, '"directory" must be a text', 'directory = "5"', id="wrong type"),
        pytest.param(changed('"528# 1"', "528"), 8, '"keys" must be a text', 'keys = "528"', id="keys without quotes"),
        pytest.param(changed("false", '"no"'), 4, "must be true or false", "", id="no truth"),
        pytest.param(changed('["dir-found", "Laura Katz"]', '"dir-found"'), 9, "list of texts", "", id="no list"),
        pytest.param(changed('"Laura Katz"]', "5]"), 9, "list of texts", "", id="a list of something else"),
        pytest.param(changed("as-documented", "kazoo4"), 3, 'cannot be "kazoo4"', '"kazoo-4"', id="unknown profile"),
        pytest.param(changed('"leaves"\nkeys', '"Laura"\nkeys'), 14, "two callers", "name of its own", id="twins"),
        pytest.param(changed('ends = "leaves"', 'ends = "left"'), 16, 'cannot be "left"', "leaves", id="ending"),
        pytest.param(changed('ends = "leaves"', ""), 13, "expects nothing", "reaches, ends, hears", id="no hopes"),
        pytest.param(changed('name = "Laura"', ""), 6, "has no name", "name =", id="no name"),
        pytest.param(changed('reaches = "Laura Katz"', 'reaches = " "'), 10, "is empty", "number", id="nobody reached"),
        pytest.param(changed('00"', '00"\nreaches = "Al"'), 17, 'either "reaches"', "Remove", id="two outcomes"),
        pytest.param(changed("528# 1", "528A"), 8, '"A" is no key', "does not read the keys A to D", id="key A"),
        pytest.param(changed("528# 1", "kat"), 8, 'no keys: "kat"', "528 for kat", id="letters"),
        pytest.param(changed("528# 1", "528,1"), 8, '"," is no key', "(2.5s)", id="a comma"),
        pytest.param(changed("528# 1", "(x)1"), 8, '"x" is no time', '"2.5s"', id="no pause"),
        pytest.param(changed("12.5s", "soon"), 11, '"soon" is no time', '"2.5s"', id="no time"),
        pytest.param(changed("dir-found", "dir-fuond"), 9, 'no prompt "dir-fuond"', "dir-found", id="unknown prompt"),
        pytest.param(changed('"Sales"', '"Sales'), 1, "not TOML", "quotes", id="no TOML"),
        pytest.param("x = " + "[" * 9_000, 1, "not TOML", "", id="endlessly nested"),
        pytest.param("x = " + "1" * 9_000, 1, "not TOML", "", id="an endless number"),
        pytest.param(GOOD.split("[[", maxsplit=1)[0], 1, "no caller", "[[caller]]", id="no caller"),
        pytest.param(GOOD.removeprefix('directory = "Sales"\n'), 1, "no directory", "[[people]]", id="no directory"),
        pytest.param("", 1, "no directory", "[[people]]", id="empty"),
        pytest.param('directory = "X"\n[caller]\nname = "x"', 2, "list of tables", "[[caller]]", id="one caller table"),
        pytest.param('directory = "X"\ncaller = [1]', 2, "list of tables", "[[caller]]", id="no table"),
        pytest.param('directory = "X"\n[settings]', 2, "[settings] belong", "Remove", id="settings without people"),
        pytest.param('account = "x"\n[[people]]', 1, "not both", "Remove", id="people twice"),
        pytest.param('[[people]]\nname = "x"', 2, 'unknown key "name"', "_name", id="a person's name in one"),
        pytest.param("[[people]]\n[settings]\nmin_dtmf = -1", 3, "from 0 on", "", id="less than nothing"),
        pytest.param("[[people]]\n[settings]\nmax_dtmf = true", 3, "from 0 on", "", id="truth is no number"),
        pytest.param('[[people]]\n[settings]\nsort_by = "last"', 3, '"last"', '"last_name"', id="unknown setting"),
    ],
)
def test_what_is_wrong_is_said_with_its_line_and_a_suggestion(text, line, wrong, hint):
    with pytest.raises(ScenarioError) as raised:
        parse_scenario(text, FILE)
    error = raised.value
    assert str(error).startswith(f"{FILE}:{line}: ")
    assert wrong in error.wrong
    assert hint in str(error)
    assert error.problem.happened == f"{FILE}:{line}: {error.wrong}."
    assert error.problem.next_step == error.hint


def test_a_byte_order_mark_does_no_harm(tmp_path):
    file = tmp_path / "x.caller.toml"
    file.write_text(GOOD, encoding="utf-8-sig")
    assert read_scenario(file).directory == "Sales"


@pytest.mark.parametrize(("content", "wrong"), [(None, "cannot be read"), (b"\xff", "not UTF-8")])
def test_a_file_that_cannot_be_read_is_said(tmp_path, content, wrong):
    file = tmp_path / "x.caller.toml"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(ScenarioError, match=wrong):
        read_scenario(file)
