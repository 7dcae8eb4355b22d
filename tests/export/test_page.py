"""What stands on a page, and that it stays inside its column."""

import re
import zlib

import pypdfium2
import pytest

from app.export import Cancelled, NoFonts, Words
from app.export.fonts import FontSource, Library
from app.export.sheet import A4, LETTER

LONG = [
    ("A" * 300, "B" * 300),
    ("i" * 300, "j" * 300),
    ("محمد" * 75, "حسن" * 100),
    ("丽华" * 150, "张" * 300),
    ("e\u0301" * 300, "o" + "\u0308" * 300),
    ("👨‍👩‍👧" * 60, "🦊" * 300),
    ("क्षि" * 75, "श्री" * 75),
]


def rectangles(pdf: bytes) -> list[tuple[float, float, float, float]]:
    document = pypdfium2.PdfDocument(pdf)
    found = []
    for page in document:
        text = page.get_textpage()
        found += [text.get_rect(place) for place in range(text.count_rects())]
    document.close()
    return found


def operators(pdf: bytes) -> bytes:
    """The first page's, the first compressed stream of the file that draws text."""
    streams = (zlib.decompress(stream) for stream in re.findall(rb"stream\n(.*?)endstream", pdf, re.DOTALL))
    return next(stream for stream in streams if b" Tm " in stream)


@pytest.mark.parametrize(("page", "sheet"), [("A4", A4), ("Letter", LETTER)])
@pytest.mark.parametrize("sort_by", ["last_name", "first_name"])
def test_long_names_and_titles_stay_in_their_column(snapshot_of, print_paper, page, sheet, sort_by):
    snapshot = snapshot_of(LONG, sort_by, title="Vice President of Everything " * 9)
    pdf = print_paper(snapshot, page=page, company="Very " * 200).pdf
    for left, bottom, right, _ in rectangles(pdf):
        assert left >= 46  # the foot of a j stands before its own beginning
        assert right <= sheet.width - 46
        if bottom < sheet.height - 70:  # below the running head
            assert right <= sheet.left(0) + sheet.column_width + 1 or left >= sheet.left(1) - 1


@pytest.mark.parametrize("number", ["2000", "+493090182000", "9" * 300, "echo*98", "*97"])
def test_long_names_leave_the_number_whole(snapshot_of, print_paper, read_text, number):
    text = read_text(print_paper(snapshot_of([("A" * 300, "B" * 300)], number=number)).pdf)
    assert (number if len(number) < 20 else "9999…") in text
    assert "BBBB…, AAAA" in text


@pytest.mark.parametrize(("page", "width", "height"), [("A4", 595.28, 841.89), ("Letter", 612, 792)])
def test_page_sizes(snapshot_of, print_paper, page, width, height):
    document = pypdfium2.PdfDocument(print_paper(snapshot_of([("Ann", "Lee")]), page=page).pdf)
    assert document[0].get_size() == pytest.approx((width, height), abs=0.01)
    document.close()


def test_columns_of_both_sheets_end_above_the_foot():
    assert (A4.lines, LETTER.lines) == (54, 50)
    assert all(sheet.baseline(sheet.lines - 1) >= 54 for sheet in (A4, LETTER))


def test_an_empty_directory_says_so(snapshot_of, print_paper, read_text):
    paper = print_paper(snapshot_of([]))
    assert paper.pages == 1
    assert "There is nobody in this directory." in read_text(paper.pdf)


def test_whoever_has_no_number_gets_a_dash(snapshot_of, print_paper, read_text):
    assert "Lee, Ann –" in read_text(print_paper(snapshot_of([("Ann", "Lee")], number="")).pdf)


def test_names_stand_as_the_directory_is_sorted(snapshot_of, print_paper, read_text):
    people = [("Ann", "Lee"), ("", "Cher")]
    by_last, by_first = (read_text(print_paper(snapshot_of(people, by)).pdf) for by in ("last_name", "first_name"))
    assert "Lee, Ann 2000" in by_last
    assert "Ann Lee 2000" in by_first
    assert "Cher 2001" in by_last
    assert "Cher 2001" in by_first


def test_running_heads_and_broken_groups(snapshot_of, print_paper, read_text):
    names = [("Given", f"B{place:03}") for place in range(200)]
    text = read_text(print_paper(snapshot_of(names)).pdf)
    assert "B000 – B105 Example & Sons · All staff" in text
    assert "B106 – B199" in text
    assert text.count("B continued") == 3
    assert "November 24, 2026" in text


def test_words_and_date_follow_the_language(snapshot_of, print_paper, read_text):
    words = Words(continued="Fortsetzung", nobody="Niemand.", nameless="Ohne Namen")
    names = [("Given", f"B{place:03}") for place in range(100)] + [("", "")]
    text = read_text(print_paper(snapshot_of(names, locale="de"), locale="de", words=words).pdf)
    assert "B Fortsetzung" in text
    assert "Ohne Namen" in text
    assert "24. November 2026" in text


def test_an_arabic_page_is_read_from_the_right(snapshot_of, print_paper):
    names = [("محمد", f"ا{chr(0x628 + place % 20)}ل") for place in range(90)]
    pdf = print_paper(snapshot_of(names, locale="ar"), locale="ar", words=Words(continued="تابع")).pdf
    assert "تابع" in pypdfium2.PdfDocument(pdf)[0].get_textpage().get_text_range()


def test_what_no_font_has_is_reported_and_still_there(snapshot_of, print_paper, read_text):
    paper = print_paper(snapshot_of([("ཀ", "བོད"), ("Ann", "Lee\U0001f9ff\u2fff")]))
    assert "Tibetan" in paper.missing
    assert "བོད" in read_text(paper.pdf)


def test_without_a_font_package_its_scripts_are_reported(snapshot_of, print_paper, monkeypatch):
    from app.export import fonts

    find = fonts.find_spec
    monkeypatch.setattr(fonts, "find_spec", lambda name: None if "cjk" in name else find(name))
    paper = print_paper(snapshot_of([("太郎", "山田"), ("민준", "김"), ("Ann", "Lee")]))
    assert paper.missing == ("Han", "Hangul")


def test_without_any_font_the_reader_is_told():
    with pytest.raises(NoFonts, match="no fonts to print with"):
        Library("en", [FontSource("no_such_package", "x.ttf")])


def test_progress_is_told_page_by_page(snapshot_of, print_paper):
    told = []
    names = [("Given", f"B{place:03}") for place in range(300)]
    paper = print_paper(snapshot_of(names), progress=lambda *page: told.append(page))
    assert told == [(1, paper.pages), (2, paper.pages), (3, paper.pages)]


def test_printing_stops_when_it_is_cancelled(snapshot_of, print_paper):
    told = []
    names = [("Given", f"B{place:03}") for place in range(300)]
    with pytest.raises(Cancelled):
        print_paper(snapshot_of(names), progress=lambda *page: told.append(page), cancelled=lambda: len(told) == 1)
    assert len(told) == 1


def test_a_name_in_han_comes_from_one_font():
    library = Library("en")
    sources = {source for source, _ in library.spans("张丽华", library.east_asian("张丽华"))}
    assert len(sources) == 1


@pytest.mark.parametrize(
    ("locale", "name", "country"),
    [("en", "直", "SC"), ("ja", "直", "JP"), ("zh_TW", "直", "TC"), ("zh-TW", "直", "TC"), ("ko", "直", "KR"),
     ("en", "直さ", "JP"), ("ja", "김", "KR")],
)  # fmt: skip
def test_han_is_drawn_as_the_language_draws_it(locale, name, country):
    assert Library(locale).east_asian(name).regular.endswith(f"NotoSans{country}[wght].ttf")


def test_dots_of_leaders_stand_below_each_other(snapshot_of, print_paper):
    numbers = ["1", "22", "333", "4444", "+49 30 901820"]
    pdfs = [print_paper(snapshot_of([("Ann", "Lee")], number=number)).pdf for number in numbers]
    ends = [int(end) for pdf in pdfs for end in re.findall(rb"(\d+) \d+ m \d+ \d+ l\nS Q", operators(pdf))]
    assert len(set(ends)) > 2
    assert {(ends[0] - end) % 30 for end in ends} == {0}  # a dot every 3 points, in tenths
