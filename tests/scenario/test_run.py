"""Callers tried out: on people of the file itself, on the sample, and any caller there can be."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.commands.scenario_source import Sources
from app.scenario import ScenarioError, failure_text, length_ms, menu_of, parse_scenario, result_as_data, run_caller

FILE = Path("own.caller.toml")

PEOPLE = """
[settings]
confirm_match = true
[[people]]
first_name = "Laura"
last_name = "Katz"
number = "2058"
[[people]]
first_name = "Greta"
last_name = "Gone"
callflow = false
[[people]]
first_name = "Chris"
last_name = "Taylor"
number = "2039"
[[people]]
first_name = "Chris"
last_name = "Taylor"
number = "2040"
"""


def nobody():
    raise AssertionError("nobody signs in here")


def results(text, sources=None):
    scenario = parse_scenario(text, FILE)
    menu = menu_of(scenario, sources or Sources(nobody))
    return [run_caller(menu, caller) for caller in scenario.callers]


def one(caller, top="", people=PEOPLE):
    [result] = results(f'{top}\n{people}\n[[caller]]\nname = "one"\n{caller}')
    return result


def told(result):
    return [(line.at_ms, line.who, line.text) for line in result.lines]


def test_a_call_is_told_line_by_line():
    result = one('keys = "528 1"\nhears = ["dir-found", "Laura Katz"]\nreaches = "Laura Katz"\nwithin = "7s"')
    assert result.is_passed
    assert told(result) == [
        (50, "menu", "dir-enter_person_name"),
        (1_250, "caller", "528"),
        (3_700, "menu", "dir-found"),
        (4_700, "menu", '"Laura Katz"'),
        (5_700, "menu", "dir-confirm_menu"),
        (6_900, "caller", "1"),
        (6_900, "end", "reaches Laura Katz, 2058"),
    ]


def test_a_recorded_name_is_heard_as_the_name_it_says():
    people = PEOPLE.replace('number = "2058"', 'number = "2058"\nrecorded_name = true')
    result = one('keys = "528 1"\nhears = ["dir-found", "Laura Katz"]\nreaches = "2058"', people=people)
    assert result.is_passed
    assert (4_700, "menu", '"Laura Katz", recorded') in told(result)


def test_a_sound_of_any_format_has_a_length_and_other_bytes_none():
    mp3 = (b"\xff\xfb\x90\x00" + bytes(413)) * 20  # frames of MPEG 1, layer 3, at 128 kbit/s and 44.1 kHz
    assert length_ms(mp3) == pytest.approx(20 * 1_152 / 44.1, abs=10)
    assert length_ms(b"no sound") == length_ms(b"") == 0


def test_the_account_says_whose_names_are_recorded():
    sample = Sources(nobody, is_sample=True)
    [result] = results('directory = "Night Desk"\n[[caller]]\nname = "one"\nkeys = "2253 1"\nreaches = "2002"', sample)
    assert [text for _, _, text in told(result) if "Bob" in text] == [
        '"Bob Baker", recorded',
        "reaches Bob Baker, 2002",
    ]


@pytest.mark.parametrize(
    ("caller", "ended"),
    [
        pytest.param('keys = "528#1"\nreaches = "katz, laura"', "reaches Laura Katz, 2058", id="keyed ahead"),
        pytest.param('keys = "(0.3s)528#1"\nwithin = "1.1s"', "reaches Laura Katz, 2058", id="over the first question"),
        pytest.param('keys = "24 2 1"\nreaches = "2039"', "reaches Chris Taylor, 2039", id="the second of two"),
        pytest.param('keys = "24 1"\nreaches = "Chris Taylor"', "reaches Chris Taylor, 2040", id="either of two"),
        pytest.param('keys = "52 (1.9s)1"\nreaches = "2058"', "reaches Laura Katz, 2058", id="just in time"),
        pytest.param('keys = "52 (2s)1"\nreaches = "2058"', "reaches Laura Katz, 2058", id="at the last instant"),
        pytest.param('keys = "52 (2.1s)1"\nends = "menu hangs up"', "menu hangs up", id="too late"),
        pytest.param('keys = "(4s) 52 1"\nreaches = "2058"', "reaches Laura Katz, 2058", id="asked twice"),
        pytest.param('keys = "00"\nends = "leaves"', "leaves", id="leaves"),
        pytest.param('keys = "47 1"\nends = "leaves"', "leaves", id="no callflow"),
        pytest.param('ends = "menu hangs up"', "menu hangs up", id="silence"),
        pytest.param('keys = "528 (0.5s)"\nends = "caller hangs up"', "caller hangs up", id="hangs up"),
        pytest.param('ends = "caller hangs up"\nwithin = "0s"', "caller hangs up", id="hangs up at once"),
    ],
)
def test_what_becomes_of_a_caller(caller, ended):
    result = one(caller)
    assert (result.is_passed, result.end.in_words()) == (True, ended), failure_text(result)


@pytest.mark.parametrize(
    ("caller", "expected", "heard", "hint"),
    [
        ('keys = "52 1"\nreaches = "Laura Kats"', "reaches Laura Kats", "reaches Laura Katz, 2058", '"Laura Katz"'),
        ('keys = "47 1"\nreaches = "Greta Gone"', "reaches Greta Gone", "leaves", "No callflow is set"),
        ('keys = "24 1"\nreaches = "2039"', "reaches 2039", "reaches Chris Taylor, 2040", ""),
        ('keys = "52 1"\nends = "leaves"', "leaves", "reaches Laura Katz, 2058", ""),
        ('keys = "52 1"\nends = "caller hangs up"', "caller hangs up", "reaches Laura Katz, 2058", ""),
        ('keys = "52 1"\nwithin = "6.65s"', "within 6.65 s", "after 6.7 s", ""),
        ('keys = "24#1"\nhears = ["dir-found"]', "dir-found after the start", "dir-enter_person_name, dir-result", ""),
        ('keys = "52 1"\nhears = ["dir-found", "Laura"]', "hears Laura after dir-found", "Laura Katz", "Laura Katz"),
        ('keys = "52"\nhears = ["dir-found", "dir-invalid_key"]', "dir-invalid_key", "and 3 more", ""),
        ('keys = "52#1"\nhears = ["dir-found", "dir-found"]', "dir-found after dir-found", "nothing more", ""),
    ],
)
def test_what_was_expected_stands_beside_what_was_heard(caller, expected, heard, hint):
    result = one(caller)
    [mismatch] = result.mismatches
    assert expected in mismatch.expected
    assert heard in mismatch.heard
    assert hint in mismatch.hint
    text = failure_text(result)
    assert f"expected  {mismatch.expected}\nheard     {mismatch.heard}\n" in text
    assert text.endswith(result.end.in_words())


def test_settings_and_profile_change_the_menu():
    settings = PEOPLE.replace("confirm_match = true", 'search_fields = "first_name"')
    assert one('keys = "52"\nreaches = "2058"', people=settings).is_passed  # nothing is confirmed unless it is set
    documented = one('keys = "52#1"\nends = "menu hangs up"', 'profile = "as-documented"', settings)
    assert documented.is_passed  # three keys at least
    assert "dir-specify_minimum" in failure_text(documented)


def test_without_a_wildcard_child_the_menu_hangs_up():
    assert one('keys = "00"\nends = "menu hangs up"', "wildcard_child = false").is_passed


def test_keys_that_come_too_late_are_not_pressed():
    result = one('keys = "528#1 99"\nreaches = "2058"')
    assert result.is_passed
    assert result.lines[-1].text == "reaches Laura Katz, 2058; 99 not pressed any more"


def test_a_name_that_is_missing_breaks_the_menu_and_is_named():
    broken = PEOPLE + '[[people]]\nfirst_name = "Sunita"\nnumber = "2041"\n'
    result = one('keys = "528"\nends = "breaks"', people=broken)
    assert result.is_passed
    assert result.end.in_words() == "breaks (no first or no last name: Sunita, 2041)"
    assert not one('keys = "528"\nends = "leaves"', people=broken).is_passed


def test_a_result_is_plain_data_too():
    data = result_as_data(one('keys = "52#1"\nreaches = "2040"'))
    assert (data["passed"], data["ended"], data["number"]) == (False, "reaches", "2058")
    assert data["mismatches"] == [{"expected": "reaches 2040", "heard": "reaches Laura Katz, 2058", "hint": None}]
    assert data["transcript"][0] == {"at_ms": 50, "who": "menu", "text": "dir-enter_person_name"}


SALES = 'directory = "sales"\n[[caller]]\nname = "one"\nkeys = "528"\nreaches = "2058"'


def test_the_sample_has_directories_to_try():
    [result] = results(SALES, Sources(nobody, is_sample=True))
    assert result.is_passed
    [broken] = results(SALES.replace("sales", "Company"), Sources(nobody, is_sample=True))
    assert broken.end.how == "breaks"


def test_a_directory_that_is_not_there_is_said_at_its_line():
    with pytest.raises(ScenarioError) as raised:
        results(f"\n{SALES.replace('sales', 'Salse')}", Sources(nobody, is_sample=True))
    assert str(raised.value).startswith("own.caller.toml:2: There is no single directory 'Salse'. The account")


acts = st.sampled_from([*"0123456789*#", " ", "(0.7s)", "(2s)", "(9s)"])
names = st.sampled_from(["Laura", "Al", "Ål", "ёж", "B", ""])


@st.composite
def scenarios(draw):
    people = "".join(
        f'[[people]]\nfirst_name = "{first}"\nlast_name = "{last}"\ncallflow = {flow}\n'
        for first, last, flow in draw(
            st.lists(st.tuples(names, names, st.sampled_from(["true", "false"])), min_size=1, max_size=5)
        )
    )
    keys = "".join(draw(st.lists(acts, max_size=25)))
    ends = draw(st.sampled_from(["leaves", "breaks", "menu hangs up", "caller hangs up"]))
    profile = draw(st.sampled_from(["kazoo-4", "kazoo-5", "as-documented"]))
    child = draw(st.sampled_from(["true", "false"]))
    top = f'profile = "{profile}"\nwildcard_child = {child}\n'
    return f'{top}{people}[[caller]]\nname = "any"\nkeys = "{keys}"\nends = "{ends}"\n'


@given(scenarios())
def test_any_caller_comes_to_an_end(text):
    [result] = results(text)
    times = [line.at_ms for line in result.lines]
    assert times == sorted(times)
    assert result.lines[-1].who == "end"
    assert result.is_passed is (result.end.how == result.caller.ends)
    if result.end.entry is not None:
        assert result.end.entry.callflow_id
