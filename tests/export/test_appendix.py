"""The audit behind the directory on paper."""

import re

import pypdfium2
import pytest

from app.directory import AS_DOCUMENTED, KAZOO_4, Snapshot
from app.directory.audit import Finding, audit_of, remarks_on, summary_of, title_of

NAMES = [
    ("Anna", "Müller"),
    ("محمد", "السيد"),
    ("Ann", "Lee"),
    ("Ann", "Lee"),
    ("王", "伟"),
    ("Zoe", "A" * 90),
    ("(Eve)\\", "<b>Khan"),
    ("", "Nemo"),
]


@pytest.fixture
def audited(snapshot_of, print_paper):
    """The same directory with and without its audit."""

    def make(names, profile=KAZOO_4, **wishes):
        snapshot: Snapshot = snapshot_of(names)
        audit = audit_of(snapshot, profile)
        return audit, print_paper(snapshot, **wishes), print_paper(snapshot, audit=audit, **wishes)

    return make


def text_behind(paper, pages, judge):
    told = judge(paper.pdf, "pdftotext", "-f", str(pages + 1), "-layout", output=["-"]).stdout
    return " ".join(told.split())


@pytest.mark.parametrize("page", ["A4", "Letter"])
def test_the_audit_is_found_as_text_behind_the_directory(audited, judge, page):
    audit, bare, paper = audited(NAMES, page=page)
    assert paper.pages > bare.pages
    text = text_behind(paper, bare.pages, judge)
    for words in (
        summary_of(audit),
        "Keys needed to be the only match",
        "What another setting would do",
        "search_fields: first_name",
        *remarks_on(audit),
        "By the menu of KAZOO 4.",
        "Keyed the same as",
    ):
        assert words in text
    for finding in {each for person in audit.people for each in person.findings}:
        assert title_of(finding) in text
    assert "<b>Khan" in text
    assert "(Eve)\\" in text


def test_the_pages_before_are_the_same(audited, judge):
    _, bare, paper = audited(NAMES)
    texts = [judge(each.pdf, "pdftotext", "-l", str(bare.pages), output=["-"]).stdout for each in (bare, paper)]
    assert texts[0] == texts[1]


@pytest.mark.parametrize("names", [[], [("Ann", "Lee")], NAMES, NAMES * 40], ids=["nobody", "one", "some", "many"])
@pytest.mark.parametrize("profile", [KAZOO_4, AS_DOCUMENTED], ids=["KAZOO 4", "as documented"])
def test_the_file_is_sound(audited, judge, names, profile):
    _, _, paper = audited(names, profile)
    assert judge(paper.pdf, "qpdf", "--check").returncode == 0
    drawn = judge(paper.pdf, "pdftoppm", "-r", "20", "-png", output=["page"])
    assert (drawn.returncode, drawn.stderr) == (0, "")


def test_nothing_leaves_the_page(audited, judge):
    _, bare, paper = audited(NAMES * 10)
    boxes = judge(paper.pdf, "pdftotext", "-bbox", "-f", str(bare.pages + 1), output=["-"]).stdout
    places = [
        tuple(map(float, found)) for found in re.findall(r'xMin="(.+?)" yMin="(.+?)" xMax="(.+?)" yMax="(.+?)"', boxes)
    ]
    assert len(places) > 100
    assert all(x0 >= 47 and x1 <= 548.5 and y0 >= 30 and y1 <= 815 for x0, y0, x1, y1 in places)


def test_a_large_directory_names_the_first_and_counts_the_rest(audited, judge):
    _, bare, paper = audited([("Иван", f"Петров{number}") for number in range(900)] + [("Ann", "Lee")] * 900)
    assert paper.pages - bare.pages < 15
    text = text_behind(paper, bare.pages, judge)
    assert f"{title_of(Finding.NO_LETTERS)} 900" in text
    assert "and 700 more" in text
    assert "and 840 more" in text


def test_the_outline_leads_to_it(audited):
    _, bare, paper = audited(NAMES)
    with pypdfium2.PdfDocument(paper.pdf) as document:
        last = list(document.get_toc())[-1]
        assert (last.get_title(), last.get_dest().get_index()) == ("Audit", bare.pages)


def test_progress_counts_all_pages(snapshot_of, print_paper):
    snapshot = snapshot_of(NAMES)
    told = []
    paper = print_paper(snapshot, audit=audit_of(snapshot), progress=lambda done, of: told.append((done, of)))
    assert told == [(number, paper.pages) for number in range(1, paper.pages + 1)]
