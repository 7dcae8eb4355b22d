"""A call made by hand: taken back, made again, and written down as a scenario that takes the same course."""

from pathlib import Path

import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

from app.directory import AS_DOCUMENTED, KAZOO_4, KAZOO_5, PROFILES, Directory, Entry, Menu, Trouble
from app.directory.menu import same_length
from app.scenario import (
    Handset,
    KeyingError,
    ScenarioError,
    as_caller,
    candidates,
    keep_caller,
    menu_under,
    parse_scenario,
    partings,
    read_scenario,
    run_caller,
    standing,
    why_candidate,
)

SALES = Directory("d", "Sales", stored={})
SECOND = same_length()
PEOPLE = (
    Entry("u1", "Laura", "Katz", "cf1", "2058"),
    Entry("u2", "Kaspar", "Lau", "cf2", "2059"),
    Entry("u3", "Chris", "Taylor", "cf3", "2039"),
    Entry("u4", "Chris", "Taylor", "cf4", "2040"),
    Entry("u5", "Greta", "Gone", "", "", trouble=Trouble.NO_CALLFLOW),
)


def handset(people=PEOPLE, directory=SALES, profile=KAZOO_4, length_of=SECOND):
    return Handset(Menu.of(profile.applied_to(directory), people, profile), length_of)


def keyed(text, **how):
    held = handset(**how)
    for key in text:
        held.press(key, held.call.now_ms + 100)
    return held


def heard(held):
    return [one.item.name for one in held.call.heard]


def test_a_step_back_is_as_if_the_key_had_never_been_pressed():
    held = keyed("5287")
    back = held.before_last()
    assert [deed.key for deed in back.done] == ["5", "2", "8"]
    assert back.call.position.stage == keyed("528").call.position.stage
    assert back.call.now_ms == held.done[-1].at_ms - 1
    assert handset().before_last().done == ()


def test_a_call_that_is_over_can_be_taken_back_too():
    held = keyed("5289#")
    assert held.is_over
    back = held.before_last()
    assert (back.is_over, standing(back.call).title) == (False, "Collecting keys: 5-2-8-9")
    back.hang_up(back.call.now_ms + 5)
    assert back.end.how == "caller hangs up"
    assert not back.hang_up(back.call.now_ms + 5)


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("A", "keys A to D"),
        ("d", "keys A to D"),
        ("k", "A caller keys 5"),
        ("+", "no key"),
        ("12", "no key"),
        ("é", "no key"),
    ],
)
def test_other_keys_are_refused_with_the_reason_and_change_nothing(key, words):
    held = keyed("52")
    with pytest.raises(KeyingError) as refused:
        held.press(key, 9_999)
    assert words in f"{refused.value.wrong} {refused.value.hint}"
    assert [deed.key for deed in held.done] == ["5", "2"]


def test_candidates_are_left_after_each_key_and_say_why():
    held = keyed("52")
    assert [held.menu.listing.entries[row].user_id for row in candidates(held.call)] == ["u1", "u2"]
    row = candidates(held.call)[0]
    assert why_candidate(held.call, row, "52") == (
        "5-2 are the letters \u2068La\u2069, first name first. Heard first of those left. 5-2-8-7 leads to nobody else."
    )
    gone = next(row for row, entry in enumerate(held.menu.listing.entries) if entry.trouble)
    assert "No callflow is set" in why_candidate(held.call, gone, "")


def test_what_the_menu_does_is_said_in_words():
    held = handset()
    said = [standing(held.call).title]
    for key in "11#":
        held.press(key, held.call.now_ms + 100)
        held.run_to(held.call.now_ms + 1)
        said.append(standing(held.call).title)
    held.run_out()
    assert said == ["Instructions", "Collecting keys: 1", "Collecting keys: 1-1", "No match"]
    assert standing(held.call).title == "The menu hung up"


# --- written down


deeds = st.lists(st.tuples(st.sampled_from("5282223#*0123"), st.integers(0, 6_000)), max_size=9)
clocks = st.dictionaries(st.sampled_from(["prompt", "tts"]), st.integers(1, 4_000))


@settings(max_examples=80, deadline=None)
@given(st.sampled_from(PROFILES), st.booleans(), deeds, st.booleans(), clocks)
def test_any_call_written_down_takes_the_same_course(profile, confirms, pressed, hangs_up, lengths):
    directory = evolve(SALES, stored=None, confirm_match=confirms)

    def length_of(item):
        return 50 if item.kind == "silence" else lengths.get(item.kind, 900)

    held, at_ms = handset(directory=directory, profile=profile, length_of=length_of), 0
    for key, after_ms in pressed:
        at_ms += after_ms
        held.run_to(at_ms)
        held.press(key, at_ms)
        at_ms = held.call.now_ms
    if hangs_up and not held.is_over:
        held.hang_up(at_ms + 700)
    held.run_out()
    caller = as_caller("as made", held.menu, length_of, held.done)
    result = run_caller(held.menu, caller)
    assert result.mismatches == ()
    assert (result.end.how, result.end.entry) == (held.end.how, held.end.entry)
    assert heard_as_told(result) == [one.item.name for one in held.call.heard if one.item.kind != "silence"]
    again = held.again()
    again.run_out()
    assert (again.done, again.call.heard) == (held.done, held.call.heard)


def heard_as_told(result):
    return [line.text.removesuffix(", cut short").strip('"') for line in result.lines if line.who == "menu"]


def made(text, name="one", **how):
    held = keyed(text, **how)
    held.run_out()
    return held, as_caller(name, held.menu, held.length_of, held.done)


def test_a_new_file_is_readable_and_passes(tmp_path):
    held, caller = made("5289#")
    file = tmp_path / "sales.caller.toml"
    keep_caller(file, SALES, "Sales", KAZOO_4, caller)
    assert file.read_text(encoding="utf-8") == (
        'directory = "Sales"\nprofile = "kazoo-4"\n\n[[caller]]\nname = "one"\nkeys = "(0.55s)5289#"\n'
        'hears = [\n    "dir-enter_person_name",\n]\nreaches = "Laura Katz"\n'
    )
    [kept] = read_scenario(file).callers
    assert run_caller(held.menu, kept).is_passed


def test_a_caller_comes_last_in_a_file_that_is_there_under_a_name_of_its_own(tmp_path):
    file = tmp_path / "sales.caller.toml"
    file.write_text('# ours\ndirectory = "Sales"\n[[caller]]\nname = "one"\nends = "leaves"\n', encoding="utf-8")
    held, caller = made("8295#")
    kept = keep_caller(file, SALES, "Sales", KAZOO_4, caller)
    scenario = read_scenario(file)
    assert [one.name for one in scenario.callers] == ["one", "one (2)"]
    assert kept.name == "one (2)"
    assert file.read_text(encoding="utf-8").startswith("# ours\n")
    assert run_caller(held.menu, scenario.callers[1]).is_passed


@pytest.mark.parametrize(
    ("before", "words"),
    [
        ('directory = "Other"\n[[caller]]\nname = "x"\nends = "leaves"\n', "about another directory"),
        ('directory = "Sales"\nprofile = "kazoo-5"\n[[caller]]\nname = "x"\nends = "leaves"\n', "menu of KAZOO 5"),
        ("nothing", "not TOML"),
    ],
)
def test_a_file_of_something_else_is_left_alone(tmp_path, before, words):
    file = tmp_path / "x.caller.toml"
    file.write_text(before, encoding="utf-8")
    with pytest.raises(ScenarioError, match=words):
        keep_caller(file, SALES, "Sales", KAZOO_4, made("5289#")[1])
    assert file.read_text(encoding="utf-8") == before
    assert list(tmp_path.iterdir()) == [file]


def test_who_shares_a_name_is_expected_by_number():
    caller = made("82#")[1]
    assert caller.ends is not None
    held = keyed("829567#")
    held.run_to(held.call.now_ms + 60)
    held.press("1", held.call.now_ms + 10)
    assert as_caller("x", held.menu, held.length_of, held.done).reaches in ("2039", "2040")


# --- where the readings part


def found(directory, people=PEOPLE):
    return {one.setting: one for one in partings(Menu.of(directory, people))}


def test_readings_part_by_what_is_stored():
    parted = found(evolve(SALES, min_dtmf=4, max_dtmf=5, stored={"min_dtmf": 4, "max_dtmf": 5}))
    assert set(parted) == {"min_dtmf", "max_dtmf", "confirm_match", "retries"}
    assert parted["min_dtmf"].text.startswith("min_dtmf is 4: ")
    answers = dict(parted["confirm_match"].answers)
    assert answers["KAZOO 4"].startswith("reaches ")
    assert answers["as documented"].startswith("“One match found. To connect to")
    retries = dict(parted["retries"].answers)
    assert retries["KAZOO 5"].endswith("and hangs up")
    assert not retries["KAZOO 4"].endswith("and hangs up")


def test_settings_that_all_read_alike_part_nothing_but_the_tries():
    alike = {"min_dtmf": 2, "max_dtmf": 0, "confirm_match": True}
    assert set(found(evolve(SALES, stored=alike))) == {"retries"}


def test_a_menu_that_ends_before_the_first_key_parts_nothing():
    assert found(SALES, ()) == {}
    assert found(SALES, (*PEOPLE, Entry("u9", "", "Nameless"))) == {}


@given(
    st.fixed_dictionaries({}, optional={"min_dtmf": st.integers(0, 5), "max_dtmf": st.integers(0, 6)}),
    st.sampled_from([None, True, False, "yes"]),
)
def test_whatever_is_said_to_part_really_does(stored, confirm):
    stored = stored if confirm is None else {**stored, "confirm_match": confirm}
    directory = evolve(KAZOO_5.read({"id": "d", "name": "D", **stored}), stored=stored)
    menu = Menu.of(directory, PEOPLE)
    for one in partings(menu):
        text = f'directory = "x"\n[[caller]]\nname = "x"\nkeys = "{one.keys}"\nends = "leaves"\n'
        [caller] = parse_scenario(text, Path("x.caller.toml")).callers
        runs = [run_caller(menu_under(menu, profile), caller) for profile in (KAZOO_4, KAZOO_5, AS_DOCUMENTED)]
        assert len({tuple(run.lines) for run in runs}) > 1


def test_who_hangs_up_the_instant_the_menu_did_has_not_hung_up():
    held = handset(length_of=same_length(900))
    held.run_out()
    for before_ms in (0, 1):
        again = handset(length_of=same_length(900))
        assert not again.hang_up(held.call.now_ms - before_ms)
        assert (again.end, again.done) == (held.end, ())
