"""The directory through Qt's own printing, onto a printer that writes a file."""

from datetime import UTC, date, datetime

import pypdfium2
import pytest
from PySide6.QtGui import QPageLayout, QPageRanges, QPageSize
from PySide6.QtPrintSupport import QPrinter

from app.directory import Directory, Entry, Snapshot
from app.export import directory_pdf
from ui.export.printing import PrintJob


@pytest.fixture(scope="module")
def pdf():
    people = [Entry(f"u{n}", f"First{n}", f"Name{n:03}", number=str(2000 + n)) for n in range(250)]
    snapshot = Snapshot.of(Directory("d", "Everybody"), people, datetime(2026, 1, 2, tzinfo=UTC))
    return directory_pdf(snapshot, company="Sample Company", made_on=date(2026, 1, 2)).pdf


@pytest.fixture
def printer(qapp, tmp_path):
    printer = QPrinter(QPrinter.PrinterMode.ScreenResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    printer.setPageOrientation(QPageLayout.Orientation.Portrait)
    return printer


def printed_pages(printer):
    with pypdfium2.PdfDocument(printer.outputFileName()) as document:
        return [page.render(scale=0.5).to_pil().convert("L") for page in document]


def test_every_page_is_printed_and_is_not_blank(qtbot, pdf, printer):
    told = []
    job = PrintJob(pdf, printer)
    job.progressed.connect(lambda done, of: told.append((done, of)))
    with qtbot.waitSignals([job.printed, job.finished], timeout=30_000):
        job.start()
    with pypdfium2.PdfDocument(pdf) as document:
        count = len(document)
    pages = printed_pages(printer)
    assert len(pages) == count
    assert told == [(number, count) for number in range(1, count + 1)]
    for page in pages:
        ink = sum(page.histogram()[:200])
        assert 0.001 < ink / (page.width * page.height) < 0.3


def test_the_pages_chosen_are_printed(qtbot, pdf, printer):
    printer.setPrintRange(QPrinter.PrintRange.PageRange)
    printer.setFromTo(2, 2)
    job = PrintJob(pdf, printer)
    with qtbot.waitSignals([job.printed, job.finished], timeout=30_000):
        job.start()
    assert len(printed_pages(printer)) == 1


def test_a_gap_in_the_pages_chosen_stays_a_gap(qtbot, pdf, printer):
    printer.setPrintRange(QPrinter.PrintRange.PageRange)
    printer.setPageRanges(QPageRanges.fromString("1,3"))
    job = PrintJob(pdf, printer)
    with qtbot.waitSignals([job.printed, job.finished], timeout=30_000):
        job.start()
    assert len(printed_pages(printer)) == 2


def test_a_printer_that_does_not_take_the_job_is_told(qtbot, pdf, printer, tmp_path):
    printer.setOutputFileName(str(tmp_path / "no" / "such" / "folder.pdf"))
    job = PrintJob(pdf, printer)
    with qtbot.waitSignals([job.failed, job.finished], timeout=30_000):
        job.start()
