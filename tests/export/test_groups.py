"""The heads people stand under."""

import pytest

from app.directory import Entry
from app.export.groups import Headings, grouped, leading_name


@pytest.mark.parametrize(
    ("locale", "name", "head"),
    [
        pytest.param("en", "Łapiński", "L", id="a barred L is an L in English"),
        pytest.param("pl", "Łapiński", "Ł", id="and a letter of its own in Polish"),
        pytest.param("en", "Ångström", "A", id="a ring is an accent in English"),
        pytest.param("sv", "Ångström", "Å", id="and a letter of its own in Swedish"),
        pytest.param("cs", "Chytil", "CH", id="two letters are one in Czech"),
        pytest.param("en", "Chytil", "C", id="and two in English"),
        pytest.param("ru", "Ёлкин", "Е", id="Russian letters in Russian"),
        pytest.param("en", "Ёлкин", "Cyrillic", id="a script that the language does not use"),
        pytest.param("de", "الأحمد", "Arabisch", id="named in the language of the page"),
        pytest.param("ru", "Smith", "S", id="Latin letters everywhere"),
        pytest.param("ko", "김", "ㄱ", id="Korean by first consonant"),
        pytest.param("en", "山田", "Han", id="one head for Han"),
        pytest.param("en", "さくら", "Japanese syllabaries", id="hiragana"),
        pytest.param("en", "サクラ", "Japanese syllabaries", id="katakana stands among hiragana"),
        pytest.param("en", "4th floor", "#", id="figures"),
        pytest.param("en", "🦊", "#", id="pictures"),
        pytest.param("en", "\u0378", "…", id="what is no character"),
        pytest.param("en", "", "No name", id="no name"),
    ],
)
def test_head_of_a_name(locale, name, head):
    assert Headings(locale, "No name").of(name) == head


def test_the_leading_name_is_the_one_there_is():
    assert leading_name(Entry("1", "Cher", ""), "last_name") == "Cher"
    assert leading_name(Entry("1", "", "Prince"), "first_name") == "Prince"
    assert leading_name(Entry("1", "\u202e", " "), "first_name") == ""


def test_groups_follow_the_order_of_the_snapshot(snapshot_of):
    entries = snapshot_of([("A", "Zett"), ("B", "Ábel"), ("C", "Abt"), ("D", "Zola")]).entries
    same, groups = grouped(entries, "last_name", "en", Headings("en", "No name"))
    assert same is entries
    assert [(group.label, group.start, group.stop) for group in groups] == [("A", 0, 2), ("Z", 2, 4)]


def test_a_snapshot_sorted_for_another_language_is_sorted_anew(snapshot_of):
    names = [("A", "Oberg"), ("B", "Öberg"), ("C", "Olsson"), ("D", "Zorn")]
    entries, groups = grouped(snapshot_of(names).entries, "last_name", "sv", Headings("sv", "No name"))
    assert [group.label for group in groups] == ["O", "Z", "Ö"]
    assert [entry.last_name for entry in entries] == ["Oberg", "Olsson", "Zorn", "Öberg"]
