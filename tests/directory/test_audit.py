"""What an audit finds, case by case."""

import csv
import io
import unicodedata
from datetime import UTC, datetime

import msgspec
import pytest
from attrs import evolve

from app.directory import AS_DOCUMENTED, Directory, Entry, Snapshot, Trouble
from app.directory import audit as room
from app.directory.audit import (
    Finding,
    Outcome,
    Place,
    Setting,
    advice_on,
    audit_as_csv,
    audit_as_data,
    audit_of,
    heard_in_words,
    in_words,
    pdf_in_words,
    remarks_on,
    setting_in_words,
    summary_of,
    title_of,
)

ANN = ("Ann", "Lee")


def member(user_id, name, **more):
    first, last = name
    return Entry(user_id, first, last, **{"callflow_id": f"c-{user_id}", "number": f"20{user_id}", **more})


def members(*names):
    return [member(str(number), name) for number, name in enumerate(names)]


def audit(entries, **settings):
    return audit_of(Snapshot.of(Directory("d", "Company", **settings), entries, datetime.now(UTC)))


def person(told, user_id="0"):
    return next(each for each in told.people if each.entry.user_id == user_id)


def words(told, user_id="0"):
    each = person(told, user_id)
    return " ".join(in_words(each, finding) for finding in each.findings)


@pytest.mark.parametrize(
    ("names", "alone"),
    [
        pytest.param([ANN], "26", id="one person needs two keys, as the menu does"),
        pytest.param([ANN, ("Bob", "Kee")], "266", id="AN and BO lie on the same keys"),
        pytest.param([ANN, ("Ann", "Ray")], "53", id="the other order is sooner alone"),
        pytest.param([ANN, ("Anne", "Kay")], "53", id="a longer first name hides the shorter in one order only"),
        pytest.param([ANN, ("Ann", "Kee")], "", id="L and K lie on one key"),
        pytest.param([ANN, ("Ann", "Leeann")], "", id="all keys begin somebody else's"),
        pytest.param([("Ana", "Anaz"), ("Bea", "Ray")], "26", id="two ways of the same person do not compete"),
        pytest.param([("Li", "Li"), ("Li", "Lima")], "", id="both orders alike"),
        pytest.param([("Иван", "Lee"), ("Zoe", "Ray")], "53", id="one of the names has letters"),
    ],
)
def test_fewest_keys_to_be_alone(names, alone):
    assert person(audit(members(*names))).alone == alone


@pytest.mark.parametrize(("search_fields", "alone"), [("first_name", "26653"), ("last_name", "53"), ("both", "53")])
def test_the_setting_decides_what_can_be_keyed(search_fields, alone):
    assert person(audit(members(ANN, ("Ann", "Kim")), search_fields=search_fields)).alone == alone


def test_a_name_longer_than_the_menu_collects_cannot_be_told_from_another():
    long = "a" * 101
    told = audit(members((long + "b", "x"), (long + "p", "y")), search_fields="first_name")
    assert [each.outcome for each in told.people] == [Outcome.FROM_LIST] * 2
    assert [len(keys) for collision in told.collisions for keys in collision.keys] == [101]
    just_so = audit(members((long[1:] + "b", "x"), (long[1:] + "p", "y")), search_fields="first_name")
    assert len(person(just_so).alone) == 101


@pytest.mark.parametrize(
    ("sort_by", "places"),
    [
        pytest.param(
            "last_name", {"0": 3, "1": 2, "2": 1, "3": 4}, id="by bytes, upper case first; ties by id, last first"
        ),
        pytest.param("first_name", {"0": 2, "1": 1, "2": 4, "3": 3}, id="sorted by first name"),
    ],
)
def test_place_in_the_list_that_two_keys_bring(sort_by, places):
    told = audit(members(ANN, ANN, ("anna", "Lea"), ("Ann", "lee")), sort_by=sort_by, search_fields="first_name")
    assert {each.entry.user_id: each.heard.place for each in told.people} == places
    assert {(each.heard.keys, each.heard.of) for each in told.people} == {("26", 4)}


def test_the_better_of_both_places_counts():
    told = audit(members(("Zoe", "Abbot"), ("Abe", "Aaron")))
    assert person(told).heard == Place("96", 1, 1)


@pytest.mark.parametrize(
    ("entry", "outcome", "findings", "said"),
    [
        pytest.param(member("0", ("Иван", "Петров")), Outcome.NEVER_HEARD, [Finding.NO_LETTERS], "nothing to key"),
        pytest.param(
            member("0", ("Иван", "P")),
            Outcome.NEVER_HEARD,
            [Finding.TOO_SHORT, Finding.DROPPED_LETTERS],
            "has only one letter a-z, and",
            id="one letter",
        ),
        pytest.param(
            member("0", ("王", "7")), Outcome.NEVER_HEARD, [Finding.NO_LETTERS], "nothing", id="a digit is none"
        ),
        pytest.param(
            member("0", ANN, callflow_id="", number="", trouble=Trouble.NO_CALLFLOW),
            Outcome.NOT_CONNECTED,
            [Finding.NO_CALLFLOW],
            "sent on as if nobody had been chosen",
            id="no callflow",
        ),
        pytest.param(
            member("0", ANN, number="", trouble=Trouble.CALLFLOW_GONE),
            Outcome.NOT_CONNECTED,
            [Finding.CALLFLOW_GONE],
            "marked as deleted, as KAZOO's API does it, the menu still runs it",
            id="callflow gone",
        ),
        pytest.param(
            member("0", ANN, number="", trouble=Trouble.NO_NUMBER),
            Outcome.ALONE,
            [Finding.NO_NUMBER],
            "the menu connects callers all the same",
            id="no number is nothing to the menu",
        ),
        pytest.param(
            member("0", ("王", "伟"), callflow_id="", number=""),
            Outcome.NEVER_HEARD,
            [Finding.NO_LETTERS, Finding.NO_CALLFLOW],
            "even if the name could be keyed",
            id="no callflow and no letters",
        ),
        pytest.param(
            member("0", ("Anna", "Müller")),
            Outcome.ALONE,
            [Finding.DROPPED_LETTERS],
            "Keyed as Anna Mller (266265537): ü must be left out. Stored with separate accents it would be 2662685537.",
            id="a dropped letter",
        ),
        pytest.param(
            member("0", ("Anna", unicodedata.normalize("NFD", "Müller"))),
            Outcome.ALONE,
            [Finding.DECOMPOSED],
            "keyed for that as Anna Muller (2662685537); the same name typed in the usual way is 266265537.",
            id="stored decomposed",
        ),
        pytest.param(
            member("0", ("Jo\N{COMBINING ACUTE ACCENT}n", "Straße")),
            Outcome.ALONE,
            [Finding.DROPPED_LETTERS, Finding.DECOMPOSED],
            "Keyed as Jon Strae (56678723): ß must be left out. Stored with",
            id="both at once",
        ),
        pytest.param(member("0", ("Bjørn", "Lee")), Outcome.ALONE, [Finding.DROPPED_LETTERS], "left out.", id="ø"),
        pytest.param(
            member("0", ("Front Desk", "24")), Outcome.ALONE, [Finding.DROPPED_LETTERS], "2, 4 must", id="digits"
        ),
        pytest.param(member("0", ("Anne-Marie", "O'Neil")), Outcome.ALONE, [], "", id="no surprise"),
    ],
)
def test_what_is_found_of_a_person(entry, outcome, findings, said):
    told = audit([entry, member("1", ("Zoe", "Ray"))])
    assert (person(told).outcome, list(person(told).findings)) == (outcome, findings)
    assert said in words(told)
    assert told.is_everybody_alone == (outcome is Outcome.ALONE)


def test_people_with_the_same_keys():
    told = audit(members(ANN, ANN, ("Zoe", "Ray"), ("Ann", "Kee"), ANN, ANN))
    assert [collision.keys for collision in told.collisions] == [("266533", "533266")]
    assert [entry.user_id for entry in told.collisions[0].entries] == ["3", "5", "4", "1", "0"]
    first = person(told)
    assert (first.outcome, first.findings) == (Outcome.FROM_LIST, (Finding.SAME_KEYS,))
    assert first.spelled == Place("266533", 5, 5)
    assert words(told) == (
        "Keyed the same as Ann Kee (203), Ann Lee (205), Ann Lee (204) and 1 more. "
        "With all 6 keys a caller hears place 5 of 5."
    )


def test_names_the_other_way_round_have_the_same_keys_only_where_both_orders_are_searched():
    names = members(("Ann", "Lee"), ("Lee", "Ann"))
    assert len(audit(names).collisions) == 1
    assert audit(names, search_fields="last_name").collisions == ()


def test_a_name_that_begins_anothers():
    told = audit(members(ANN, ("Annabel", "Lee"), ("Ann", "Leeann")))
    assert person(told).findings == (Finding.BEGINS_ANOTHER,)
    assert words(told).startswith("All keys of this name also begin those of Ann Leeann (202).")
    assert person(told, "2").outcome is Outcome.ALONE
    assert told.collisions == ()


@pytest.mark.parametrize("name", [("", "Lee"), ("Ann", ""), ("", "")])
def test_one_nameless_member_breaks_the_directory_for_everybody(name):
    told = audit([*members(ANN, ("Zoe", "Ray")), member("9", name, trouble=Trouble.NO_USER)])
    assert told.is_broken
    assert not told.is_everybody_alone
    assert [entry.user_id for entry in told.nameless] == ["9"]
    assert person(told, "9").findings == (Finding.NAMELESS,)
    assert "takes the whole directory down" in words(told, "9")
    assert summary_of(told).startswith("Broken for everybody: 1 person")
    assert summary_of(told).endswith("2 reached alone.")
    assert person(told).alone == "26"


def test_summaries():
    assert summary_of(audit([])).startswith("There is nobody in it")
    assert audit([]).is_everybody_alone
    assert summary_of(audit(members(ANN))) == "Everybody can be reached alone: 1 person."
    assert summary_of(audit(members(ANN, ANN, ("王", "伟")))) == "3 people: 2 only from a list, 1 never heard."
    assert summary_of(audit(members(("", "Lee")))).endswith("taken out: nobody is left.")


@pytest.mark.parametrize(
    ("names", "said"),
    [
        ([("王", "伟")], ""),
        ([ANN], "After two keys 1 of 1 person can be the first read out."),
        (
            [ANN, ANN],
            "After two keys 1 of 2 people can be the first read out; at worst it is place 2 of 2 (Ann Lee, 26).",
        ),
    ],
)
def test_how_soon_people_are_heard(names, said):
    assert heard_in_words(audit(members(*names))) == said


@pytest.mark.parametrize(("count", "missing"), [(50, 0), (51, 1), (120, 70)])
def test_who_is_cut_from_kazoos_own_pdf(count, missing):
    told = audit(members(*[ANN] * count))
    assert told.missing_in_pdf == missing
    assert (f"{missing} of {count} would be missing" in pdf_in_words(told)) == bool(missing)


@pytest.mark.parametrize(
    ("settings", "setting", "said"),
    [
        ({}, Setting.MIN_DTMF, "min_dtmf is 3, but no KAZOO looks at it"),
        ({"min_dtmf": 2}, Setting.MIN_DTMF, None),
        ({}, Setting.MAX_DTMF, None),
        ({"max_dtmf": 4}, Setting.MAX_DTMF, "max_dtmf is 4, but no KAZOO looks at it"),
        ({}, Setting.CONFIRM_MATCH, "one key more for everybody"),
        ({"confirm_match": False}, Setting.CONFIRM_MATCH, "also after a wrong key"),
        ({}, Setting.SEARCH_FIELDS, None),
        (
            {"search_fields": "first_name"},
            Setting.SEARCH_FIELDS,
            "search_fields is first_name. With last_name, 2 people more could be reached alone.",
        ),
    ],
)
def test_settings_that_do_something_else_than_they_say(settings, setting, said):
    told = audit(members(("Ann", "Li"), ("Ann", "Lim"), ("Ann", "Limb")), **settings)
    assert (setting in told.settings) == (said is not None)
    assert said is None or said in setting_in_words(told, setting)


def outlooks(told, setting):
    return {each.value: each.outlook for each in told.alternatives if each.setting is setting}


def test_what_another_setting_would_do():
    told = audit(members(("Ann", "Li"), ("Ann", "Lim"), ("王", "伟")), search_fields="first_name")
    others = outlooks(told, Setting.SEARCH_FIELDS)
    assert {value: each.count(Outcome.ALONE) for value, each in others.items()} == {"last_name": 2, "both": 2}
    assert all(each.count(Outcome.NEVER_HEARD) == 1 for each in others.values())
    assert told.present.keys_needed == ((6, 1),)
    assert (told.present.mean_keys, told.best(Setting.SEARCH_FIELDS).value) == (6.0, "last_name")
    assert (told.present.mean_presses, outlooks(told, Setting.CONFIRM_MATCH)["false"].mean_presses) == (7.0, 6.0)


def test_another_order_changes_who_is_read_out_first():
    told = audit(members(("Ann", "Zed"), ("Zoe", "Bo"), ("Bob", "Ann")))
    assert (told.present.first_read, told.present.last_place) == (3, 1)
    other = outlooks(told, Setting.SORT_BY)["first_name"]
    assert (other.first_read, other.last_place) == (2, 2)


@pytest.mark.parametrize("search_fields", ["first_name", "last_name", "both"])
def test_no_setting_is_better_where_everybody_is_reached_alone(search_fields):
    assert audit(members(ANN), search_fields=search_fields).best(Setting.SEARCH_FIELDS) is None


def documented(entries, **settings):
    directory = Directory("d", "Company", **settings)
    return audit_of(Snapshot.of(directory, entries, datetime.now(UTC)), AS_DOCUMENTED)


def test_the_documented_menu_looks_at_the_fewest_and_the_most_keys():
    names = members(("Bo", "王"), ANN, ("Anne", "Lam"))
    told = documented(names, min_dtmf=3, max_dtmf=3, search_fields="first_name")
    assert person(told).findings == (Finding.TOO_SHORT, Finding.DROPPED_LETTERS)
    assert "has only 2 letters a-z" in words(told)
    assert [person(told, each).outcome for each in "012"] == [Outcome.NEVER_HEARD, *[Outcome.FROM_LIST] * 2]
    assert "1 person with a shorter name can never be heard" in setting_in_words(told, Setting.MIN_DTMF)
    assert "With 0, 2 people more could be reached alone." in setting_in_words(told, Setting.MAX_DTMF)
    assert outlooks(told, Setting.MIN_DTMF)["2"].count(Outcome.NEVER_HEARD) == 0
    assert outlooks(told, Setting.MAX_DTMF)["0"].count(Outcome.ALONE) == 2
    assert heard_in_words(told).startswith("After 3 keys")


def test_kazoos_own_menus_do_not():
    told = audit(members(("Bo", "Li"), ANN), min_dtmf=5, max_dtmf=2)
    assert told.is_everybody_alone
    assert outlooks(told, Setting.MIN_DTMF) == outlooks(told, Setting.MAX_DTMF) == {}


def test_what_is_said_of_the_whole():
    told = list(remarks_on(audit(members(*[ANN] * 60))))
    assert any("10 of 60 would be missing" in each for each in told)
    assert told[-1].endswith("Nobody is hidden behind it: names are keyed on 2 to 9.")


def test_every_finding_and_setting_has_words():
    assert all(title_of(finding) and advice_on(finding) for finding in Finding)
    assert len({title_of(finding) for finding in Finding}) == len(Finding)
    assert [name for name in room.__all__ if not hasattr(room, name)] == []


def rows(told):
    return list(csv.reader(io.StringIO(audit_as_csv(told), newline="")))


def test_csv_has_a_row_for_everybody():
    heading, first, second = rows(audit(members(ANN, ("王", "伟"))))
    assert dict(zip(heading, first, strict=True)) == {
        "user_id": "0",
        "first_name": "Ann",
        "last_name": "Lee",
        "number": "200",
        "outcome": "alone",
        "keys_alone": "26",
        "keys_alone_count": "2",
        **{"heard_keys": "26", "heard_place": "1", "heard_of": "1"},
        **{"spelled_keys": "", "spelled_place": "", "spelled_of": ""},
        **{"findings": "", "why": ""},
    }
    assert (second[1], second[4], second[13]) == ("王", "never_heard", "no_letters")


def test_csv_follows_rfc_4180():
    text = audit_as_csv(audit(members(('Ann "Annie"', "Lee, Jr"))))
    assert text.count("\r\n") == 2
    assert text.endswith("\r\n")
    assert '"Ann ""Annie""","Lee, Jr"' in text


@pytest.mark.parametrize(
    ("number", "cell"),
    [
        ("+4942112345", "+4942112345"),
        ("+49-1", "'+49-1"),
        ("+1+cmd", "'+1+cmd"),
        ("-1", "'-1"),
        ("=1+1", "'=1+1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("2001", "2001"),
        ("", ""),
    ],
)
def test_no_cell_of_the_csv_is_a_formula(number, cell):
    assert rows(audit([evolve(member("0", ANN), number=number)]))[1][3] == cell


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_ids_and_names_are_no_formulas_either(start):
    row = rows(audit([member(f"{start}x1", (f"{start}cmd|'/c calc'!A0", "Lee"))]))[1]
    assert row[0] == f"'{start}x1"
    assert row[1][0] not in "=+-@\t\r"


def test_json_is_plain_data():
    told = audit([*members(ANN, ANN, ("Anna", "Müller")), member("9", ("", "Ray"))])
    data = msgspec.json.decode(msgspec.json.encode(audit_as_data(told)))
    assert data["broken_by"] == ["9"]
    assert data["everybody_alone"] is False
    assert data["collisions"] == [{"keys": ["266533", "533266"], "user_ids": ["1", "0"]}]
    assert [each["value"] for each in data["alternatives"]] == ["first_name", "last_name", "first_name", "false"]
    assert (data["profile"], data["fewest_keys"]) == ("KAZOO 4", 2)
    mueller = next(each for each in data["people"] if each["last_name"] == "Müller")
    assert (mueller["keyed_as"], mueller["dropped"], mueller["heard"]["of"]) == ("Anna Mller", "ü", 1)
    assert data["present"]["counts"] == {"alone": 1, "from_list": 2, "not_connected": 0, "never_heard": 1}
