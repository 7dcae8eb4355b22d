"""The audit against its pairwise definition, written as KAZOO's source reads, and against the search and the menu."""

from datetime import UTC, datetime

from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from app.directory import (
    AS_DOCUMENTED,
    PROFILES,
    CallerIndex,
    Directory,
    Entry,
    Menu,
    Rehearsal,
    Snapshot,
    UnreadableName,
    name_keys,
)
from app.directory.audit import Finding, Outcome, Place, audit_of

names = st.text(st.sampled_from("abcdAjkéд- "), max_size=5)
directories = st.builds(
    Directory,
    id=st.just("d"),
    name=st.just("D"),
    search_fields=st.sampled_from(["first_name", "last_name", "both"]),
    sort_by=st.sampled_from(["first_name", "last_name"]),
    min_dtmf=st.integers(0, 4),
    max_dtmf=st.sampled_from([0, 0, 1, 3, 5]),
)
profiles = st.sampled_from(PROFILES)
people = st.lists(st.builds(Entry, st.just(""), names, names, callflow_id=st.sampled_from(["", "c"])), max_size=9).map(
    lambda entries: [evolve(entry, user_id=f"{place:03}") for place, entry in enumerate(entries)]
)


def ways(entry, search_fields):
    try:
        keys = name_keys(entry.first_name, entry.last_name)
    except UnreadableName:
        return []
    orders = {"first_name": [keys.first_last], "last_name": [keys.last_first]}
    return orders.get(search_fields, [keys.first_last, keys.last_first])


def fewest_and_most(directory, profile):
    """How many keys the menu searches with (`cf_directory:collect_digits/3`; the schema's min_dtmf and max_dtmf)."""
    if profile is not AS_DOCUMENTED:
        return 2, 101
    fewest = max(1, directory.min_dtmf)
    return fewest, max(fewest, directory.max_dtmf) if directory.max_dtmf else 1_000


def read_out(entries, sort_by):
    by_id = sorted(entries, key=lambda entry: entry.user_id, reverse=True)
    if sort_by == "first_name":
        return sorted(by_id, key=lambda entry: (entry.first_name.encode(), entry.last_name.encode()))
    return sorted(by_id, key=lambda entry: (entry.last_name.encode(), entry.first_name.encode()))


def matching(entries, keys, search_fields):
    """`cf_directory:filter_users/3`."""
    return [entry for entry in entries if any(way.startswith(keys) for way in ways(entry, search_fields))]


def keyed(entry, search_fields, fewest, most):
    """Everything a caller can key of a name."""
    every = {way[:length] for way in ways(entry, search_fields) for length in range(fewest, min(most, len(way)) + 1)}
    return sorted(every, key=lambda keys: (len(keys), keys))


def place(entries, entry, keys, search_fields):
    found = matching(entries, keys, search_fields)
    return Place(keys, found.index(entry) + 1, len(found))


@given(people, directories, profiles)
def test_the_audit_is_its_pairwise_definition(entries, directory, profile):
    fields, limits = directory.search_fields, fewest_and_most(directory, profile)
    told = audit_of(Snapshot.of(directory, entries, datetime.now(UTC)), profile)
    ordered = read_out(entries, directory.sort_by)
    assert [person.entry for person in told.people] == ordered
    for person in told.people:
        entry, possible = person.entry, keyed(person.entry, fields, *limits)
        alone = [keys for keys in possible if matching(ordered, keys, fields) == [entry]]
        assert person.alone == (alone[0] if alone else "")
        shortest = [place(ordered, entry, keys, fields) for keys in possible if len(keys) == limits[0]]
        assert person.heard == min(shortest, key=lambda found: (found.place, found.keys), default=None)
        if possible and not alone:
            assert person.spelled.of == min(place(ordered, entry, keys, fields).of for keys in possible)
            assert person.spelled == place(ordered, entry, person.spelled.keys, fields)
            others = [other for other in matching(ordered, person.spelled.keys, fields) if other != entry]
            assert list(person.also) == others[:3]
        else:
            assert (person.spelled, person.also) == (None, ())
        others = [other for other in ordered if other != entry]
        twins = [other for other in others if possible and keyed(other, fields, *limits) == possible]
        letters = sum(map(len, ways(entry, "first_name")))
        assert (Finding.TOO_SHORT in person.findings) == (0 < letters < limits[0])
        assert (Finding.SAME_KEYS in person.findings) == bool(twins)
        assert (Finding.BEGINS_ANOTHER in person.findings) == bool(possible and not alone and not twins)
        assert (Finding.NAMELESS in person.findings) == (not ways(entry, fields))


@given(people, directories)
def test_the_audit_agrees_with_the_search(entries, directory):
    told = audit_of(Snapshot.of(directory, entries, datetime.now(UTC)))
    index = CallerIndex([person.entry for person in told.people], directory.search_fields)
    for row, person in enumerate(told.people):
        assert person.alone == index.fewest_keys(row)
        for found in filter(None, (person.heard, person.spelled)):
            rows = index.find(found.keys)
            assert (rows[found.place - 1], len(rows)) == (row, found.of)


def with_setting(directory, alternative):
    now = getattr(directory, alternative.setting.value)
    value = alternative.value == "true" if isinstance(now, bool) else type(now)(alternative.value)
    return evolve(directory, **{alternative.setting.value: value})


@given(people, directories, profiles)
def test_the_alternatives_are_audits_with_another_setting(entries, directory, profile):
    snapshot = Snapshot.of(directory, entries, datetime.now(UTC))
    told = audit_of(snapshot, profile)
    others = [(other.outlook, with_setting(directory, other)) for other in told.alternatives]
    for outlook, settings in [(told.present, directory), *others]:
        other = audit_of(evolve(snapshot, directory=settings), profile)
        assert other.present == outlook
        assert dict(outlook.counts) == {
            outcome: sum(person.outcome is outcome for person in other.people) for outcome in Outcome
        }
        assert sum(count for _, count in outlook.keys_needed) == outlook.count(Outcome.ALONE)
        places = [person.heard.place for person in other.people if person.heard]
        assert (outlook.first_read, outlook.last_place) == (places.count(1), max(places, default=0))


@given(people, directories)
def test_everybody_is_somewhere(entries, directory):
    told = audit_of(Snapshot.of(directory, entries, datetime.now(UTC)))
    assert sum(count for _, count in told.present.counts) == len(entries)
    assert told.is_broken == any(not ways(entry, "both") for entry in entries)
    colliding = [entry.user_id for collision in told.collisions for entry in collision.entries]
    assert len(colliding) == len(set(colliding))


def reached(menu, found, most):
    """Whom a caller gets who keys this, takes the next person until the place is reached, and chooses."""
    call = Rehearsal(menu)
    chosen = "2" * (found.place - 1) + "1" if found.of > 1 else ""
    end = "#" if len(found.keys) < most else ""  # with the most keys the search begins by itself
    for number, digit in enumerate(f"{found.keys}{end}{chosen}"):
        call.press(100 * number, digit)
    call.run_out()
    return call.outcome.ending, call.outcome.callflow_id


@given(people, directories, profiles)
def test_a_call_through_the_menu_gets_what_the_audit_says(entries, directory, profile):
    named = [
        evolve(entry, callflow_id=entry.callflow_id and f"c-{entry.user_id}")
        for entry in entries
        if ways(entry, "both")
    ]
    told = audit_of(Snapshot.of(directory, named, datetime.now(UTC)), profile)
    most = fewest_and_most(directory, profile)[1]
    menu = Menu.of(evolve(directory, confirm_match=False), named, profile)
    for person in told.people:
        alone = Place(person.alone, 1, 1) if person.alone else None
        for found in filter(None, (alone, person.heard, person.spelled)):
            expected = ("route", person.entry.callflow_id) if person.entry.callflow_id else ("continue", "")
            assert reached(menu, found, most) == expected
            assert (person.outcome is Outcome.NOT_CONNECTED) == (expected[0] == "continue")
