"""Pages of a PDF onto a printer, off the GUI thread."""

from PySide6.QtCore import QBuffer, QByteArray, QObject, QRectF, QSize, Qt, QThread, Signal
from PySide6.QtGui import QImage, QPainter
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPrintSupport import QPrinter

__all__ = ["PrintJob"]

_MOST_DPI = 300


class PrintJob(QThread):
    """Prints a whole document or the pages chosen in the dialog; the printer must outlive the job."""

    progressed = Signal(int, int)
    printed = Signal()
    failed = Signal(str)

    def __init__(self, pdf: bytes, printer: QPrinter, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pdf = pdf
        self._printer = printer

    def run(self) -> None:
        """QThread: the job itself."""
        source = QBuffer()
        source.setData(QByteArray(self._pdf))
        source.open(QBuffer.OpenModeFlag.ReadOnly)
        document = QPdfDocument()
        document.load(source)
        pages = _pages(document.pageCount(), self._printer)
        painter = QPainter()
        if not painter.begin(self._printer):
            self.failed.emit(f"The printer {self._printer.printerName() or 'chosen'} does not take the job")
            return
        try:
            for number, page in enumerate(pages, start=1):
                if self.isInterruptionRequested():
                    self._printer.abort()
                    return
                if number > 1:
                    self._printer.newPage()
                self._draw(painter, document, page)
                self.progressed.emit(number, len(pages))
        finally:
            painter.end()
            document.close()
        self.printed.emit()

    def _draw(self, painter: QPainter, document: QPdfDocument, page: int) -> None:
        paper = self._printer.pageLayout().fullRectPixels(self._printer.resolution())
        scale = min(1.0, _MOST_DPI / self._printer.resolution())
        points = document.pagePointSize(page)
        shown = points.scaled(paper.width(), paper.height(), Qt.AspectRatioMode.KeepAspectRatio)
        image = QImage(QSize(int(shown.width() * scale), int(shown.height() * scale)), QImage.Format.Format_RGB32)
        image.fill(Qt.GlobalColor.white)  # QPdfDocument leaves the ground transparent
        with_page = QPainter(image)
        with_page.drawImage(0, 0, document.render(page, image.size()))
        with_page.end()
        margins = self._printer.pageLayout().marginsPixels(self._printer.resolution())
        painter.drawImage(QRectF(-margins.left(), -margins.top(), shown.width(), shown.height()), image)


def _pages(count: int, printer: QPrinter) -> list[int]:
    if printer.printRange() is not QPrinter.PrintRange.PageRange:
        return list(range(count))
    chosen = printer.pageRanges()
    return [page for page in range(count) if chosen.isEmpty() or chosen.contains(page + 1)]
