"""A directory as a PDF file: pages, fonts, outline and what the file says of itself (ISO 32000-1)."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any, Final, Literal

import icu
from attrs import frozen
from reportlab.pdfbase import pdfdoc

from app.directory import Audit, Snapshot, plain
from app.export.appendix import AuditPages
from app.export.embed import compressed
from app.export.fonts import Library
from app.export.groups import Headings, grouped
from app.export.layout import lay_out
from app.export.page import Destination, PageWriter
from app.export.sheet import A4, GRID, LETTER, Sheet
from app.export.typeset import Typesetter
from app.export.words import ENGLISH, Words, long_date

__all__ = ["Cancelled", "PageSize", "Paper", "directory_pdf"]

PageSize = Literal["A4", "Letter"]
_SHEETS: Final[Mapping[PageSize, Sheet]] = {"A4": A4, "Letter": LETTER}
_PROGRAM: Final = "Namedial"


class Cancelled(Exception):
    """The paper was not finished because nobody wants it any more."""


@frozen
class Paper:
    """A finished file."""

    pdf: bytes
    pages: int
    missing: tuple[str, ...] = ()
    """What is printed as an empty box because no font has it: names of scripts, else the characters themselves."""


def directory_pdf(
    snapshot: Snapshot,
    *,
    company: str,
    made_on: date,
    locale: str = "en",
    page: PageSize = "A4",
    compression: int = 6,
    words: Words = ENGLISH,
    audit: Audit | None = None,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Paper:
    """Set the directory of `snapshot` in two columns; the same input gives the same bytes.

    An `audit` follows on pages of its own. `compression` is zlib's level (1 for a preview, 6 for a file to keep).
    `progress` is told pages done and pages in all, after each page, in the calling thread; when `cancelled` returns
    true, `Cancelled` is raised. Raises `NoFonts` when there is no font at all.
    """
    sheet = _SHEETS[page]
    sort_by, name = snapshot.directory.sort_by, plain(snapshot.directory.name)
    owner = " · ".join(filter(None, (plain(company), name)))
    entries, groups = grouped(snapshot.entries, sort_by, locale, Headings(locale, plain(words.nameless)))
    typesetter = Typesetter(Library(locale))
    day = long_date(made_on, locale)
    writer = PageWriter(sheet, typesetter, entries, sort_by, owner=owner, made_on=day, words=words)
    title = " – ".join(filter(None, (name, plain(company))))
    file = _File(sheet, title, made_on, locale, compression)
    pages = lay_out(groups, sheet.lines) or [()]
    writings: list[Callable[[int], bytes]] = [partial(writer.write, columns) for columns in pages]
    appendix = AuditPages(sheet, typesetter, audit, writer.frame) if audit else None
    writings += [partial(appendix.write, place) for place in range(len(appendix))] if appendix else []
    for number, write in enumerate(writings, 1):
        if cancelled and cancelled():
            raise Cancelled
        file.add(write(number))
        if progress:
            progress(number, len(writings))
    file.set_fonts(typesetter.embed(file.document, compression))
    behind = [Destination("Audit", len(pages), sheet.baseline(0) + GRID)] if appendix else []
    file.set_outline([*writer.destinations, *behind])
    return Paper(file.finished(), len(writings), _named(typesetter.missing, locale))


class _File:
    """A reportlab document without its canvas: objects, outline, info and cross-reference table."""

    def __init__(self, sheet: Sheet, title: str, made_on: date, locale: str, compression: int) -> None:
        self.document = pdfdoc.PDFDocument(compression=1, invariant=1, pdfVersion=(1, 4), lang=_language(locale))
        self.document.info = _Info(title, made_on)
        self._compression = compression
        self._box = pdfdoc.PDFArray([0, 0, sheet.width, sheet.height])
        self._fonts = pdfdoc.PDFDictionary({})
        resources = pdfdoc.PDFDictionary({"Font": self.document.Reference(self._fonts)})
        self._resources = self.document.Reference(resources)
        self._pages: list[Any] = []
        viewer = pdfdoc.PDFDictionary({"DisplayDocTitle": "true"})
        self.document.Catalog.ViewerPreferences = viewer

    def add(self, operators: bytes) -> None:
        """Add a page; it is compressed at once, so that no page waits as text for the end."""
        page = pdfdoc.PDFPage()
        page.Override_default_compilation = 1
        page.MediaBox = self._box
        page.Resources = self._resources
        page.Contents = self.document.Reference(compressed(operators, self._compression))
        page.Parent = self.document.Reference(self.document.Pages)
        self.document.addPage(page)
        self._pages.append(self.document.Reference(page))

    def set_fonts(self, fonts: Mapping[str, Any]) -> None:
        """Make `fonts` known to all pages."""
        self._fonts.dict.update(fonts)

    def set_outline(self, destinations: Sequence[Destination]) -> None:
        """Add an entry per group, opening its page at its head (ISO 32000-1, 12.3.2 and 12.3.3)."""
        if not destinations:
            return
        outline = self.document.Outlines
        outline.mydestinations = []
        for number, (label, page, top) in enumerate(destinations):
            key = str(number)
            outline.destinationnamestotitles[key] = label
            target = pdfdoc.PDFArray([self._pages[page], pdfdoc.PDFName("XYZ"), "null", round(top, 2), "null"])
            outline.mydestinations.append({key: target})
        self.document.Catalog.showOutline()

    def finished(self) -> bytes:
        """Return the file; it is done with."""
        return bytes(self.document.GetPDFData(None))


class _Info(pdfdoc.PDFObject):  # type: ignore[misc]
    """The information dictionary with what is known and nothing else: reportlab's own names an unknown author."""

    def __init__(self, title: str, made_on: date) -> None:
        self._title = title
        self._date = f"D:{made_on:%Y%m%d}000000Z"

    def digest(self, signature: Any) -> None:
        """Reportlab: what the file's ID is made of."""
        signature.update(f"{self._title}\n{self._date}".encode())

    def format(self, document: Any) -> Any:
        """Reportlab: the object as bytes."""
        texts = {"Title": self._title, "Creator": _PROGRAM, "Producer": _PROGRAM, "CreationDate": self._date}
        return pdfdoc.PDFDictionary({key: pdfdoc.PDFString(text) for key, text in texts.items()}).format(document)


def _language(locale: str) -> str:
    """Return a language tag as PDF takes it: without how the language is sorted."""
    return str(icu.Locale(icu.Locale(locale).getBaseName()).toLanguageTag())


def _named(characters: set[str], locale: str) -> tuple[str, ...]:
    names = set()
    for char in characters:
        code = icu.Script.getScript(char).getShortName()
        script = icu.Locale.forLanguageTag(f"und-{code}").getDisplayScript(icu.Locale(locale))
        names.add(char if code in ("Zyyy", "Zinh", "Zzzz") else str(script))
    return tuple(sorted(names))
