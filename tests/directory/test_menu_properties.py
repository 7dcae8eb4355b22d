"""Any directory, any caller, any clock: the menu always moves on, always ends, and routes only to who was keyed."""

from hypothesis import given
from hypothesis import strategies as st

from app.directory import PROFILES, Directory, Entry, Menu, Rehearsal
from app.directory.menu import (
    Asking,
    Branch,
    CallflowEnded,
    Confirming,
    Connected,
    HungUp,
    Key,
    Keying,
    Left,
    Offering,
    PlayedOut,
    Tick,
)

KEYPAD = {"abc": "2", "def": "3", "ghi": "4", "jkl": "5", "mno": "6", "pqrs": "7", "tuv": "8", "wxyz": "9"}

names = st.text(st.sampled_from("abdeglnoABéß1 "), max_size=5)
named = names.filter(bool)
keys = st.sampled_from("2233455660123#*")
directories = st.builds(
    Directory,
    st.just("d"),
    st.just("D"),
    min_dtmf=st.integers(0, 4),
    max_dtmf=st.integers(0, 4),
    confirm_match=st.booleans(),
    search_fields=st.sampled_from(["first_name", "last_name", "both"]),
    sort_by=st.sampled_from(["first_name", "last_name"]),
)


@st.composite
def people(draw, name=named, least=0):
    drawn = draw(st.lists(st.tuples(name, name, st.sampled_from(["cf", ""])), min_size=least, max_size=8))
    return [Entry(f"u{n}", first, last, callflow_id=flow and f"cf{n}") for n, (first, last, flow) in enumerate(drawn)]


@st.composite
def menus(draw, who=None):
    return Menu.of(
        draw(directories),
        draw(who if who is not None else people()),
        draw(st.sampled_from(PROFILES)),
        has_wildcard_child=draw(st.booleans()),
    )


@st.composite
def lengths(draw):
    known = draw(st.dictionaries(st.sampled_from(["prompt", "tts"]), st.integers(0, 5_000)))
    return lambda item: 50 if item.kind == "silence" else known.get(item.kind, 700)


callers = st.lists(st.tuples(st.integers(0, 4_500), keys), max_size=25)
moments = st.lists(
    st.tuples(
        st.integers(0, 3_000),
        st.one_of(
            keys.map(lambda digit: lambda at_ms: Key(at_ms, digit)),
            st.sampled_from([PlayedOut, PlayedOut, Tick, HungUp, CallflowEnded]),
        ),
    ),
    max_size=30,
)


def spelled(text):
    return "".join(digit for letter in text.lower() for letters, digit in KEYPAD.items() if letter in letters)


def matches(entry, keyed, fields):
    first, last = (
        spelled("".join(c for c in name if c.isascii() and c.isalpha())) for name in (entry.first_name, entry.last_name)
    )
    ways = {"first_name": [first + last], "last_name": [last + first], "both": [first + last, last + first]}
    return any(way.startswith(keyed) for way in ways[fields])


def put_through(menu, length_of, caller):
    rehearsal = Rehearsal(menu, length_of)
    at_ms = 0
    for gap_ms, key in caller:
        at_ms += gap_ms
        rehearsal.press(at_ms, key)
    return rehearsal


@given(menus(people(names)), lengths(), callers)
def test_every_run_ends_and_never_sticks_before(menu, length_of, caller):
    rehearsal = put_through(menu, length_of, caller)
    steps = 0
    while rehearsal.next_ms is not None:
        steps += 1
        assert steps < 200
        rehearsal.run_to(rehearsal.next_ms)
    assert rehearsal.position.is_over
    assert rehearsal.position.deadline_ms is None
    assert rehearsal.outcome is not None


@given(menus(), lengths(), callers)
def test_what_is_heard_follows_itself_in_time(menu, length_of, caller):
    rehearsal = put_through(menu, length_of, caller)
    rehearsal.run_out()
    now_ms = 0
    for heard in rehearsal.heard:
        assert now_ms <= heard.start_ms <= heard.end_ms
        lasted_ms = heard.end_ms - heard.start_ms
        assert lasted_ms <= length_of(heard.item) if heard.is_cut else lasted_ms == length_of(heard.item)
        now_ms = heard.end_ms
    times = [done.at_ms for done in rehearsal.done]
    assert times == sorted(times)


def one_by_one(menu, happening):
    """Yield each event with the position before and after; a deadline on the way is an event of its own."""
    position, _ = menu.begin()
    at_ms = 0
    for gap_ms, event_at in happening:
        at_ms += gap_ms
        while position.deadline_ms is not None and position.deadline_ms < at_ms:
            tick = Tick(position.deadline_ms)
            before, (position, actions) = position, menu.step(position, tick)
            yield before, tick, position, actions
        event = event_at(at_ms)
        before, (position, actions) = position, menu.step(position, event)
        yield before, event, position, actions


@given(menus(people(least=2)), moments)
def test_whoever_is_offered_or_reached_was_keyed(menu, happening):
    keyed = ""
    for before, event, after, actions in one_by_one(menu, happening):
        match before.stage, event:
            case Keying(keys), Key(digit=digit) if digit != "#":
                keyed = keys + digit
            case Keying(keys), _:
                keyed = keys
            case Asking(), Key(digit=digit):
                keyed = digit
        match after.stage:
            case Confirming(row) | Connected(row):
                rows = (row,)
            case Offering(rows):
                pass
            case _:
                rows = ()
        for row in rows:
            assert row in menu.listing.index.find(keyed)
            assert matches(menu.listing.entries[row], keyed, menu.directory.search_fields)
        for action in actions:
            if isinstance(action, Branch):
                assert action == Branch(after.stage.row, menu.listing.entries[after.stage.row].callflow_id)


@given(menus(people(least=1)), moments)
def test_ticks_left_out_are_made_up_for(menu, happening):
    *_, (_, _, ticked, _) = one_by_one(menu, [*happening, (0, Tick)])
    done = [action for *_, actions in one_by_one(menu, [*happening, (0, Tick)]) for action in actions]
    position, _ = menu.begin()
    at_ms, caught_up = 0, []
    for gap_ms, event_at in [*happening, (0, Tick)]:
        at_ms += gap_ms
        position, actions = menu.step(position, event_at(at_ms))
        caught_up += actions
    assert (position, caught_up) == (ticked, done)


@given(menus(people(names)), moments, moments)
def test_nothing_after_the_end_changes_anything(menu, happening, later):
    position, _ = menu.begin()
    at_ms = 0
    for gap_ms, event_at in happening:
        at_ms += gap_ms
        before, (position, actions) = position, menu.step(position, event_at(at_ms))
        assert position.at_ms == at_ms
        assert position.deadline_ms is None or at_ms <= position.deadline_ms <= at_ms + 2_000
        if isinstance(before.stage, Left):
            assert (position.stage, actions) == (Left(), ())
    position, _ = menu.step(position, HungUp(at_ms))
    assert isinstance(position.stage, Left)
    for gap_ms, event_at in later:
        at_ms += gap_ms
        after, actions = menu.step(position, event_at(at_ms))
        assert (after.stage, after.deadline_ms, actions) == (Left(), None, ())
