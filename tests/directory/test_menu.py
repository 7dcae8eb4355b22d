"""What surprises in KAZOO's menu, one by one, and where the menus part."""

import pytest
from attrs import evolve

from app.directory import AS_DOCUMENTED, KAZOO_4, KAZOO_5, PROFILES, Directory, Entry, Menu, Rehearsal, Trouble
from app.directory.menu import (
    Answer,
    Asking,
    Branch,
    CallflowEnded,
    Confirming,
    Connected,
    Continue,
    Crash,
    Flush,
    HangUp,
    HungUp,
    Key,
    Keying,
    Left,
    PlayedOut,
    Queue,
    Stop,
    Tick,
)

ANN = Entry("u1", "Ann", "Lee", callflow_id="cf-ann")  # 266533, 533266
ANNA = Entry("u2", "Anna", "Leeds", callflow_id="cf-anna")
ANDY = Entry("u3", "Andy", "Leef", callflow_id="cf-andy")
BOB = Entry("u4", "Bob", "Ross", callflow_id="cf-bob")  # 2627677, 7677262
PEOPLE = (ANN, ANNA, ANDY, BOB)

PLAIN = Directory("d", "D", confirm_match=False)
CONFIRMING = Directory("d", "D", confirm_match=True)

NAME, TOO_FEW, NOBODY, NO_MORE = (
    "dir-enter_person_name",
    "dir-specify_minimum",
    "dir-no_results_found",
    "dir-no_more_results",
)


def call(script, directory=PLAIN, people=PEOPLE, profile=KAZOO_4, **more):
    """Press the keys of `script` 100 ms apart; a dot is seven seconds of silence. The rest takes its course."""
    rehearsal = Rehearsal(Menu.of(directory, people, profile, **more))
    at_ms = 0
    for key in script:
        at_ms += 7_000 if key == "." else 100
        if key != ".":
            rehearsal.press(at_ms, key)
    return rehearsal


def said(rehearsal):
    """Everything queued, silences apart."""
    actions = [done.action for done in rehearsal.done]
    queued = [item for action in actions if isinstance(action, Queue) for item in action.items]
    return [item.name for item in queued if item.kind != "silence"]


def ending(rehearsal):
    rehearsal.run_out()
    return rehearsal.outcome.ending, rehearsal.outcome.callflow_id


@pytest.mark.parametrize("profile", [KAZOO_4, KAZOO_5])
@pytest.mark.parametrize(
    ("script", "outcome"),
    [
        pytest.param("76#", ("route", "cf-bob"), id="two keys are enough whatever min_dtmf says"),
        pytest.param("7677262#", ("route", "cf-bob"), id="and max_dtmf caps nothing"),
        pytest.param("26", ("server_hangup", ""), id="silence ends the keys too"),
        pytest.param("00", ("continue", ""), id="0 after one key leaves"),
        pytest.param("20#", ("continue", ""), id="whatever the first key"),
        pytest.param("*0#", ("continue", ""), id="even a star"),
        pytest.param("200#", ("server_hangup", ""), id="but not with a key after it"),
        pytest.param("0#", ("server_hangup", ""), id="and not as the only key"),
        pytest.param("#76#", ("route", "cf-bob"), id="# as the first key is an empty round"),
        pytest.param("7*6#", ("server_hangup", ""), id="* matches nobody"),
        pytest.param("26653#", ("route", "cf-ann"), id="keys run on from one name into the other"),
    ],
)
def test_keys(profile, script, outcome):
    settings = evolve(PLAIN, min_dtmf=8, max_dtmf=3)
    assert ending(call(script, settings, profile=profile)) == outcome


@pytest.mark.parametrize(
    ("script", "heard"),
    [
        ("5#", [NAME, TOO_FEW, NAME]),
        ("5.", [NAME, TOO_FEW, NAME]),
        ("0#", [NAME, TOO_FEW, NAME]),
        ("#", [NAME, NAME]),
        ("999#", [NAME, NOBODY, NAME]),
        ("767#", [NAME]),
        ("53#", [NAME, "dir-result_number", "Ann Lee", "dir-result_menu"]),
    ],
)
def test_what_is_said_then(script, heard):
    rehearsal = call(script)
    if script.endswith("."):
        rehearsal.run_to(2_500)
    assert said(rehearsal) == heard


@pytest.mark.parametrize(
    ("fields", "prompt"),
    [
        ("first_name", "dir-enter_person_firstname"),
        ("last_name", "dir-enter_person_lastname"),
        ("both", "dir-enter_person_name"),
    ],
)
def test_the_instructions_follow_the_search_fields(fields, prompt):
    assert said(call("", evolve(PLAIN, search_fields=fields))) == [prompt]


def test_silence_counts_from_the_end_of_the_prompt():
    rehearsal = call("")
    assert rehearsal.position.deadline_ms is None
    rehearsal.run_to(1_050)
    assert rehearsal.position.deadline_ms == 3_050
    rehearsal.run_to(3_049)
    assert said(rehearsal) == [NAME]
    rehearsal.run_to(3_050)
    assert said(rehearsal) == [NAME, NAME]


def test_a_key_at_the_very_end_of_the_time_still_counts():
    rehearsal = call("")
    rehearsal.press(3_050, "7")
    assert rehearsal.position.stage == Keying("7")
    rehearsal.press(5_050, "6")
    assert rehearsal.position.stage == Keying("76")


def test_three_empty_rounds_end_the_call():
    rehearsal = call("")
    assert ending(rehearsal) == ("server_hangup", "")
    assert said(rehearsal) == [NAME, NAME, NAME, TOO_FEW, NOBODY]
    assert rehearsal.outcome.at_ms == 3 * 3_050 + 2_000


@pytest.mark.parametrize("once", ["5#", "999#", "53#3", "53#222"], ids=["lone key", "nobody", "start over", "no more"])
def test_kazoo_4_begins_to_count_again_and_kazoo_5_does_not(once):
    assert isinstance(call(once * 5).position.stage, Asking)
    assert isinstance(call(once * 2, profile=KAZOO_5).position.stage, Asking)
    given_up = call(once * 3, profile=KAZOO_5)
    assert isinstance(given_up.position.stage, Left)
    assert said(given_up)[-2:] == [TOO_FEW, NOBODY]


def test_denials_count_as_well():
    assert isinstance(call("76#3" * 5, CONFIRMING).position.stage, Asking)
    assert isinstance(call("76#3" * 3, CONFIRMING, profile=KAZOO_5).position.stage, Left)


def test_keys_typed_ahead_answer_the_next_question():
    assert ending(call("76#1", CONFIRMING)) == ("route", "cf-bob")
    assert ending(call("53#21")) == ("route", "cf-anna")


@pytest.mark.parametrize("answer", ["2", "3", "0", "*", "#", "."])
def test_only_1_confirms(answer):
    rehearsal = call("76#", CONFIRMING)
    assert rehearsal.position.stage == Confirming(rehearsal.menu.listing.entries.index(BOB))
    assert said(rehearsal) == [NAME, "dir-found", "Bob Ross", "dir-confirm_menu"]
    if answer == ".":
        rehearsal.run_to(300 + 50 + 3_000 + 2_000)
    else:
        rehearsal.press(1_000, answer)
    assert isinstance(rehearsal.position.stage, Asking)
    assert said(rehearsal)[-1] == NAME


def test_a_choice_from_the_result_menu_is_never_confirmed():
    assert ending(call("53#1", CONFIRMING)) == ("route", "cf-ann")


def test_nobody_chooses_three_rounds_and_out():
    rehearsal = call("53#")
    assert ending(rehearsal) == ("server_hangup", "")
    assert said(rehearsal) == [NAME, *("dir-result_number", "Ann Lee", "dir-result_menu") * 3, NO_MORE]
    assert rehearsal.outcome.at_ms == 300 + 3 * (3_000 + 2_000 + 2_000) + 1_000


def test_an_invalid_key_gives_all_rounds_back():
    rehearsal = call("53#..")
    rehearsal.run_to(300 + 2 * 7_000)
    assert rehearsal.position.stage.rounds_left == 1
    rehearsal.press(300 + 2 * 7_000 + 10, "9")
    assert rehearsal.position.stage.rounds_left == 3
    assert said(rehearsal)[-4:] == ["dir-invalid_key", "dir-result_number", "Ann Lee", "dir-result_menu"]


def test_past_the_last_person_it_begins_again():
    rehearsal = call("53#222")
    assert said(rehearsal)[-2:] == [NO_MORE, NAME]
    assert isinstance(rehearsal.position.stage, Asking)


def test_a_hash_in_the_result_menu_stops_the_voice_and_waits_once_more():
    rehearsal = call("53##")
    assert rehearsal.position.stage.is_waiting
    assert rehearsal.position.deadline_ms == 400 + 2_000
    assert rehearsal.player.playing is None
    rehearsal.press(1_000, "#")
    assert said(rehearsal)[-4] == "dir-invalid_key"


@pytest.mark.parametrize(
    ("stored", "read"),
    [
        ({}, "both"),
        ({"search_fields": "both"}, "both"),
        ({"search_fields": "first"}, "first_name"),
        ({"search_fields": "first_nameX"}, "first_name"),
        ({"search_fields": ""}, "last_name"),
        ({"search_fields": "xyz"}, "last_name"),
        ({"search_fields": None}, "last_name"),
        ({"search_fields": 5}, "last_name"),
    ],
)
def test_search_fields_are_read_generously(stored, read):
    assert KAZOO_4.read(stored).search_fields == read


@pytest.mark.parametrize(
    ("stored", "read"),
    [({}, "last_name"), ({"sort_by": "first"}, "first_name"), ({"sort_by": None}, "last_name")],
)
def test_sort_by_is_read_generously(stored, read):
    assert KAZOO_5.read(stored).sort_by == read


@pytest.mark.parametrize(
    ("stored", "kazoo", "documented"),
    [
        ({}, False, True),
        ({"confirm_match": None}, False, True),
        ({"confirm_match": "yes"}, False, True),
        ({"confirm_match": True}, True, True),
        ({"confirm_match": "true"}, True, True),
        ({"confirm_match": False}, False, False),
    ],
)
def test_confirm_match_unset_is_where_the_menus_part_from_the_schema(stored, kazoo, documented):
    assert [profile.read(stored).confirm_match for profile in PROFILES] == [kazoo, kazoo, documented]


@pytest.mark.parametrize("script", ["65537#", "53537#"])
def test_letters_outside_a_to_z_are_dropped(script):
    people = [Entry("u1", "Jo", "Müller", callflow_id="cf"), BOB]
    expected = ("route", "cf") if script == "65537#" else ("server_hangup", "")
    assert ending(call(script, people=people)) == expected


def test_people_are_read_by_bytes_and_ties_against_the_order_of_their_ids():
    people = [Entry(f"u{n}", first, "Smith", callflow_id=f"cf{n}") for n, first in enumerate(("sam", "Sam", "Sam"))]
    rehearsal = call("726#", people=reversed(people))
    offered = [rehearsal.menu.listing.entries[row].user_id for row in rehearsal.position.stage.rows]
    assert offered == ["u2", "u1", "u0"]


@pytest.mark.parametrize("nameless", [Entry("u9", "", "Lee"), Entry("u9", "Ann", "")])
def test_one_user_without_a_name_takes_the_directory_down(nameless):
    rehearsal = call("53#", people=(*PEOPLE, nameless))
    assert ending(rehearsal) == ("continue", "")
    assert [done.action for done in rehearsal.done] == [Answer(), Crash("badarg"), Continue()]
    assert rehearsal.heard == ()


def test_a_directory_without_people():
    rehearsal = call("", people=())
    assert ending(rehearsal) == ("continue", "")
    assert said(rehearsal) == [NOBODY]


def test_a_directory_that_is_not_there():
    rehearsal = call("", None, ())
    assert [done.action for done in rehearsal.done] == [Crash("{badmatch,{error,not_found}}"), Continue()]


@pytest.mark.parametrize("bob", [evolve(BOB, callflow_id=""), evolve(BOB, trouble=Trouble.CALLFLOW_GONE)])
def test_a_missing_callflow_is_passed_over(bob):
    assert ending(call("76#", people=(*PEOPLE[:3], bob))) == ("continue", "")


def test_without_a_child_the_call_ends_where_it_would_go_on():
    rehearsal = call("00", has_wildcard_child=False)
    assert ending(rehearsal) == ("server_hangup", "")
    assert [done.action for done in rehearsal.done][-3:] == [Continue(), HangUp(), Stop()]


def test_after_the_chosen_callflow_the_call_goes_on():
    rehearsal = call("76#")
    assert rehearsal.done[-1].action == Branch(rehearsal.position.stage.row, "cf-bob")
    rehearsal.press(5_000, "1")
    rehearsal.end_callflow(20_000)
    assert rehearsal.done[-1].action == Continue()
    assert ending(rehearsal) == ("route", "cf-bob")


def test_a_recorded_name_is_played_instead_of_the_voice():
    rehearsal = call("76#", CONFIRMING, recorded={"u4": "/db/media-bob"})
    assert said(rehearsal)[-3:] == ["dir-found", "/db/media-bob", "dir-confirm_menu"]


def test_hanging_up_at_a_confirmation_queues_for_nobody():
    rehearsal = call("76#", CONFIRMING)
    rehearsal.hang_up(500)
    assert said(rehearsal)[-1] == NAME
    assert rehearsal.heard[-1].item.name == "dir-found"
    assert rehearsal.player.playing is None
    assert ending(rehearsal) == ("caller_hangup", "")


def test_hanging_up_at_the_last_confirmation_of_kazoo_5_is_the_callers_doing():
    rehearsal = call("1#1#76#", CONFIRMING, profile=KAZOO_5)
    rehearsal.hang_up(rehearsal.now_ms + 300)
    assert [type(done.action) for done in rehearsal.done[-2:]] == [Queue, Stop]
    assert rehearsal.done[-2].action.items[-1].name == NOBODY
    assert ending(rehearsal) == ("caller_hangup", "")


def test_a_key_into_the_farewell_cuts_only_the_file_that_plays():
    rehearsal = call("")
    rehearsal.run_to(9_150)
    rehearsal.press(9_200, "5")
    assert rehearsal.player.playing.item.name == NOBODY
    assert ending(rehearsal) == ("server_hangup", "")
    assert rehearsal.outcome.at_ms == 10_200


@pytest.mark.parametrize(
    ("settings", "script", "outcome"),
    [
        pytest.param({"min_dtmf": 3}, "76#", ("server_hangup", ""), id="fewer than min_dtmf is too few"),
        pytest.param({"min_dtmf": 3}, "767#", ("route", "cf-bob"), id="as many are enough"),
        pytest.param({"min_dtmf": 1}, "7#", ("route", "cf-bob"), id="even one"),
        pytest.param({"min_dtmf": 1, "max_dtmf": 1}, "7", ("route", "cf-bob"), id="which may be all there is"),
        pytest.param({"min_dtmf": 2, "max_dtmf": 3}, "767", ("route", "cf-bob"), id="max_dtmf begins the search"),
        pytest.param({"min_dtmf": 3, "max_dtmf": 2}, "767", ("route", "cf-bob"), id="a cap below the fewest gives way"),
        pytest.param({"min_dtmf": 3}, "20#", ("continue", ""), id="0 still leaves"),
    ],
)
def test_as_documented(settings, script, outcome):
    rehearsal = call(script, evolve(PLAIN, **settings), profile=AS_DOCUMENTED)
    if outcome[0] == "route":
        assert rehearsal.outcome is not None, "at once, not after a silence"
    assert ending(rehearsal) == outcome


def test_as_documented_too_few_keys_are_told_and_tried_again():
    directory = evolve(PLAIN, min_dtmf=4)
    assert said(call("767#", directory, profile=AS_DOCUMENTED)) == [NAME, TOO_FEW, NAME]


def test_as_documented_no_cap_takes_any_number_of_keys():
    rehearsal = call("2" * 150, profile=AS_DOCUMENTED)
    assert rehearsal.position.stage == Keying("2" * 150)
    assert not isinstance(call("2" * 101).position.stage, Keying)


def test_a_late_tick_counts_from_the_deadlines_it_missed():
    menu = Menu.of(PLAIN, PEOPLE)
    position, _ = menu.begin(1_000)
    for event in (Key(1_100, "5"), Key(1_200, "3"), Key(1_300, "#"), PlayedOut(4_300)):
        position, _ = menu.step(position, event)
    assert position.deadline_ms == 6_300
    position, actions = menu.step(position, Tick(7_000))
    assert (position.stage.is_waiting, position.deadline_ms, actions) == (True, 8_300, ())
    position, actions = menu.step(position, Key(9_000, "1"))
    assert [type(action) for action in actions] == [Queue, Flush, Branch], "read out again first, then cut by the key"


@pytest.mark.parametrize("keys", ["", "5", "53#", "53##"])
def test_silence_is_counted_once_however_often_the_end_of_the_prompt_is_told(keys):
    rehearsal = call(keys)
    menu, once = rehearsal.menu, rehearsal.position
    for at_ms in (1_500, 1_600):
        before, (once, actions) = once, menu.step(once, PlayedOut(at_ms))
        assert actions == ()
    assert once.deadline_ms == before.deadline_ms is not None


def test_time_runs_forward():
    menu = Menu.of(PLAIN, PEOPLE)
    position, _ = menu.begin(1_000)
    with pytest.raises(ValueError, match="time runs forward"):
        menu.step(position, Key(999, "5"))
    rehearsal = call("5")
    with pytest.raises(ValueError, match="time runs forward"):
        rehearsal.press(99, "3")


def test_a_position_is_a_place_to_come_back_to():
    menu = Menu.of(PLAIN, PEOPLE)
    position, _ = menu.begin()
    before, _ = menu.step(position, Key(100, "7"))
    one = menu.step(before, Key(200, "6"))
    menu.step(before, HungUp(300))
    assert menu.step(before, Key(200, "6")) == one


def test_hanging_up_during_the_chosen_callflow_ends_it():
    rehearsal = call("76#")
    assert isinstance(rehearsal.position.stage, Connected)
    over, actions = rehearsal.menu.step(rehearsal.position, HungUp(5_000))
    assert (over.stage, actions) == (Left(), ())
    assert rehearsal.menu.step(over, CallflowEnded(5_000)) == (over, ())
