"""The file around the pages: sound, self-contained, and the same each time."""

import pypdfium2
import pytest

PEOPLE = [
    ("Ann", "Lee"),
    ("Zoë", "Müller"),
    ("Иван", "Петров"),
    ("محمد", "الأحمد"),
    ("राजेश", "शर्मा"),
    ("太郎", "山田"),
    ("😀", "Fox"),
    ("Jose\u0301", "Q\u0323"),
]


@pytest.mark.poppler
@pytest.mark.parametrize("page", ["A4", "Letter"])
def test_qpdf_finds_nothing(snapshot_of, print_paper, judge, page):
    result = judge(print_paper(snapshot_of(PEOPLE * 40), page=page).pdf, "qpdf", "--check")
    assert result.returncode == 0
    assert "No syntax or stream encoding errors found" in result.stdout
    assert result.stderr == ""


@pytest.mark.poppler
@pytest.mark.parametrize("people", [pytest.param([], id="empty"), pytest.param(PEOPLE * 40, id="full")])
def test_pages_are_drawn_without_complaint(snapshot_of, print_paper, judge, people):
    result = judge(
        print_paper(snapshot_of(people, title="Sales")).pdf, "pdftoppm", "-r", "30", "-png", output=["drawn"]
    )
    assert (result.returncode, result.stderr) == (0, "")


@pytest.mark.poppler
def test_all_fonts_are_embedded_subset_and_readable(snapshot_of, print_paper, judge):
    _, _, *fonts = judge(print_paper(snapshot_of(PEOPLE)).pdf, "pdffonts").stdout.splitlines()
    assert len(fonts) >= 8
    for font in fonts:
        assert "CID TrueType" in font
        assert font.split()[-5:-2] == ["yes", "yes", "yes"]


def test_the_same_input_gives_the_same_bytes(snapshot_of, print_paper):
    assert print_paper(snapshot_of(PEOPLE * 9)) == print_paper(snapshot_of(PEOPLE * 9))


def test_better_compression_changes_nothing_that_is_read(snapshot_of, print_paper, read_text):
    fast, small = (print_paper(snapshot_of(PEOPLE * 99), compression=level).pdf for level in (1, 9))
    assert len(small) < len(fast)
    assert read_text(small) == read_text(fast)


def test_outline_has_an_entry_per_group(snapshot_of, print_paper):
    names = [("Given", f"{letter}{place:02}") for letter in "ABC" for place in range(90)] + [("太郎", "山田")]
    document = pypdfium2.PdfDocument(print_paper(snapshot_of(names)).pdf)
    entries = [(mark.get_title(), mark.get_dest().get_index()) for mark in document.get_toc()]
    assert entries == [("A", 0), ("B", 0), ("C", 1), ("Han", 2)]
    document.close()


def test_nobody_has_no_outline(snapshot_of, print_paper):
    document = pypdfium2.PdfDocument(print_paper(snapshot_of([])).pdf)
    assert list(document.get_toc()) == []
    document.close()


def test_the_file_says_what_it_is_and_no_more(snapshot_of, print_paper):
    pdf = print_paper(snapshot_of(PEOPLE), company="Пример & Söhne").pdf
    document = pypdfium2.PdfDocument(pdf)
    about = {key: value for key, value in document.get_metadata_dict().items() if value}
    assert about == {
        "Title": "All staff – Пример & Söhne",
        "Creator": "Namedial",
        "Producer": "Namedial",
        "CreationDate": "D:20261124000000Z",
    }
    document.close()


@pytest.mark.parametrize(
    ("locale", "tag"),
    [("en", "en"), ("sv_SE", "sv-SE"), ("de@collation=phonebook", "de"), ("zh_Hant_TW", "zh-Hant-TW")],
)
def test_the_file_names_its_language(snapshot_of, print_paper, locale, tag):
    assert f"/Lang ({tag})".encode() in print_paper(snapshot_of(PEOPLE), locale=locale).pdf


def test_nothing_is_written_as_ascii(snapshot_of, print_paper):
    pdf = print_paper(snapshot_of(PEOPLE)).pdf
    assert b"ASCII85" not in pdf
    assert pdf.count(b"stream\n") == 2 * pdf.count(b"/FlateDecode")
