"""Names of every script are found again in the file, whole, by two readers that share no code."""

import random
import unicodedata
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.directory import plain

# family names, given names
SAMPLES = {
    "Latin": ("Müller Łapiński Ångström Dvořák O'Brien Şahin", "Zoë José Łukasz Ødegaard"),
    "Vietnamese": ("Nguyễn Trần Phạm Đặng", "Hồng Đức Thị Phượng"),
    "Greek": ("Παπαδόπουλος Αγγελοπούλου", "Γιώργος Ελένη Ίρις"),
    "Cyrillic": ("Петров Ёлкин Щербаков Ґалаґан", "Иван Фёдор Ольга Юрій"),
    "Arabic": ("الأحمد حسين الخطيب العبدالله البغدادي لالا پژمان", "محمد فاطمة عائشة خالد زينب ليلى إبراهيم"),
    "Hebrew": ("כהן לוי מזרחי פרץ ביטון", "דוד שרה משה רחל"),
    "Devanagari": ("शर्मा श्रीवास्तव गुप्ता सिंह मिश्रा त्रिपाठी चौधरी", "राजेश क्षितिज प्रिया लक्ष्मी कृष्ण"),
    "Thai": ("ใจดี ศรีสุข วงศ์สวัสดิ์ รัตนโกสินทร์", "สมชาย ณัฐวุฒิ กิตติ น้ำฝน"),
    "Chinese": ("王 李 张 欧阳 𠮷田", "伟 丽华 小明 秀英"),
    "Japanese": ("山田 佐藤 鈴木 たなか サトウ", "太郎 さくら ケンジ 結衣"),
    "Korean": ("김 이 박 최", "민준 서연 지훈"),
    "Tamil": ("குமார் முருகன்", "அருண் லட்சுமி"),
    "Bengali": ("রহমান চক্রবর্তী", "আনিকা শ্রেয়া"),
    "Telugu": ("రెడ్డి", "లక్ష్మి"),
    "Kannada": ("ಗೌಡ", "ಕೃಷ್ಣ"),
    "Malayalam": ("കൃഷ്ണൻ", "ലക്ഷ്മി"),
    "Gujarati": ("પટેલ", "કૃષ્ણ"),
    "Gurmukhi": ("ਸਿੰਘ", "ਗੁਰਪ੍ਰੀਤ"),
    "Sinhala": ("පෙරේරා", "නිමල්"),
    "Khmer": ("សុខា ច័ន្ទ", "វណ្ណា"),
    "Lao": ("ພົມມະຈັນ", "ສົມສັກ"),
    "Myanmar": ("အောင် မြင့်", "စန္ဒာ"),
    "Georgian": ("გელაშვილი", "თამარ"),
    "Armenian": ("Խաչատրյան", "Արամ"),
    "Ethiopic": ("ተስፋዬ", "አበበ"),
    "decomposed": (unicodedata.normalize("NFD", "Núñez Ångström Nguyễn Ẁ́x"), unicodedata.normalize("NFD", "José Zoë")),
    "pictures": ("🦊 🐼", "🚀"),
}
ARABIC = "ابتثجحخدذرزسشصضطظعغفقكلمنهويةىءأإآؤئپچژگ"
LATIN_NAMES = st.text(st.characters(max_codepoint=0x24F, categories=["Lu", "Ll"]), min_size=1, max_size=12)
HEBREW = "אבגדהוזחטיכךלמםנןסעפףצץקרשת"
DEVANAGARI = [letter + mark for letter in "कगचजटडतदनपबमयरलवशसह" for mark in ["", *"ािीुूेैोौं", "्र", "्य"]]
THAI = [letter + vowel + tone for letter in "กขคงจชดตทนบปพมยรลวสหอ" for vowel in ["", *"ัิีึุูา"] for tone in ["", *"่้"]]


def invented(alphabet: Sequence[str], count: int) -> list[str]:
    """Words that no font's maker has tried out."""
    choose = random.Random(7)
    return sorted({"".join(choose.choices(alphabet, k=choose.randint(2, 5))) for _ in range(count)})


def sample_names() -> list[tuple[str, str]]:
    return [(g, f) for families, given_names in SAMPLES.values() for f in families.split() for g in given_names.split()]


def not_found(names: list[tuple[str, str]], text: str) -> list[str]:
    return sorted(part for part in {part for name in names for part in name} if plain(part) not in text)


@pytest.mark.parametrize("sort_by", ["last_name", "first_name"])
def test_every_name_is_found_by_pdfium(snapshot_of, print_paper, read_text, sort_by):
    names = sample_names()
    paper = print_paper(snapshot_of(names, sort_by))
    assert paper.missing == ()
    assert not_found(names, read_text(paper.pdf)) == []


@pytest.mark.poppler
@pytest.mark.parametrize("sort_by", ["last_name", "first_name"])
def test_every_name_is_found_by_poppler(snapshot_of, print_paper, judge, sort_by):
    names = sample_names()
    text = judge(print_paper(snapshot_of(names, sort_by)).pdf, "pdftotext", "-raw", output=["-"])
    assert text.stderr == ""
    assert not_found(names, text.stdout) == []


@pytest.mark.poppler
@pytest.mark.parametrize(
    "alphabet",
    [
        pytest.param(ARABIC, id="Arabic"),
        pytest.param(HEBREW, id="Hebrew"),
        pytest.param(DEVANAGARI, id="Devanagari"),
        pytest.param(THAI, id="Thai"),
    ],
)
def test_invented_words_are_found(snapshot_of, print_paper, read_text, judge, alphabet):
    words = invented(alphabet, 500)
    names = list(zip(words, reversed(words), strict=True))
    pdf = print_paper(snapshot_of(names)).pdf
    assert not_found(names, read_text(pdf)) == []
    assert not_found(names, judge(pdf, "pdftotext", "-raw", output=["-"]).stdout) == []


def test_a_number_stands_on_the_line_of_its_name(snapshot_of, print_paper, read_text):
    names = [(f"Given{place}", f"Family{place:03}") for place in range(300)]
    lines = read_text(print_paper(snapshot_of(names, title="Sales")).pdf).splitlines()
    assert [f"Family{place:03}, Given{place} Sales {2000 + place}" for place in range(300)] == [
        line.strip() for line in lines if "Given" in line
    ]


def test_markup_is_printed_as_it_is(snapshot_of, print_paper, read_text):
    names = [("<b>Bold</b>", "&amp; (Co) \\n"), ("%s {x}", "<!-- -->")]
    assert not_found(names, read_text(print_paper(snapshot_of(names)).pdf)) == []


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.text(max_size=30), st.text(max_size=30)), max_size=6), st.text(max_size=20))
def test_no_name_at_all_stops_the_printer(snapshot_of, print_paper, names, other):
    for sort_by in ("last_name", "first_name"):
        paper = print_paper(snapshot_of(names, sort_by, title=other), company=other)
        assert paper.pages == 1
        assert paper.pdf.startswith(b"%PDF-1.4")


@settings(max_examples=60, deadline=None)
@given(st.lists(LATIN_NAMES, min_size=1))
def test_any_latin_name_is_found(snapshot_of, print_paper, read_text, names):
    pairs = [(name, name[::-1]) for name in names]
    assert not_found(pairs, read_text(print_paper(snapshot_of(pairs)).pdf)) == []
