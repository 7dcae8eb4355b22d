"""The directory as it will be on paper: looked at, saved, printed."""

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QByteArray, QStandardPaths, Qt, Signal
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QProgressBar,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.problem import Problem
from ui.bridge import Request
from ui.core import Core
from ui.export.printing import PrintJob
from ui.theme import SPACE, Banner, Button, ButtonKind, Combo, ElidedLabel, Look, tag, text_label

if TYPE_CHECKING:
    from app.desk import PageSize, Paper

__all__ = ["PaperDialog"]

_WIDTH, _HEIGHT = 820, 860
_WAITING = "Putting the pages together…"

Render = Callable[["PageSize", bool, Callable[[int, int], None]], Request]


class PaperDialog(QDialog):
    """Shows the pages, saves and prints them. `sizes` empty: the paper comes as it is (KAZOO's own PDF).

    With the `audit` behind them or without, if that can be chosen (None: it cannot).
    """

    saved = Signal(str)

    def __init__(
        self, look: Look, core: Core, title: str, *, sizes: tuple[str, ...], parent: QWidget, audit: bool | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._look = look
        self._core = core
        self._render: Render | None = None
        self._request: Request | None = None
        self._job: PrintJob | None = None
        self._printer: QPrinter | None = None
        self._pdf = b""
        self._source = QBuffer(self)
        self._document = QPdfDocument(self)
        self._make_parts(sizes, audit)
        self._place(title)

    def begin(self, render: Render) -> None:
        """Render by `render`, which answers an `app.desk.Paper`; again whenever something else is chosen."""
        self._render = render
        self._start()

    def done(self, result: int) -> None:
        """Qt: however the dialog ends, what still runs is given up."""
        self._give_up()
        super().done(result)

    def _make_parts(self, sizes: tuple[str, ...], audit: bool | None) -> None:
        self.view = QPdfView(self)
        self.view.setObjectName("paperView")
        self.view.setAccessibleName("Preview of the pages")
        self.view.setPageMode(QPdfView.PageMode.MultiPage)
        self.view.setZoomMode(QPdfView.ZoomMode.FitToWidth)
        self.view.setDocument(self._document)
        self.progress = tag(QProgressBar(), "progress")
        self.progress.setTextVisible(False)
        self.progress.setFixedSize(280, 6)
        self.waiting = text_label("body", _WAITING)
        self.note = text_label("sub", wrap=True)
        self.banner = Banner(self._look)
        self.paper_size = Combo(self._look, "Paper size")
        self.paper_size.addItems(sizes)
        self.paper_size.setVisible(bool(sizes))
        self.paper_size.currentTextChanged.connect(self._start)
        self.audit = tag(QCheckBox("With the audit"), "check")
        self.audit.setAccessibleName("With the audit")
        self.audit.setVisible(audit is not None)
        self.audit.setChecked(bool(audit))
        self.audit.toggled.connect(self._start)
        self.save = self._button("Save as PDF…", "download", self._choose_file, ButtonKind.ACCENT)
        self.print = self._button("Print…", "print", self._choose_printer)
        self.cancel = self._button("Close", "", self.reject, ButtonKind.QUIET)

    def _button(
        self, text: str, icon: str, pressed: Callable[[], object], kind: ButtonKind = ButtonKind.PLAIN
    ) -> Button:
        button = Button(self._look, text, icon=icon, kind=kind)
        button.setAutoDefault(kind is ButtonKind.ACCENT)
        button.clicked.connect(pressed)
        return button

    def _place(self, title: str) -> None:
        head = QHBoxLayout()
        head.addWidget(ElidedLabel("title", title), 1)
        head.addWidget(self.audit)
        head.addWidget(self.paper_size)
        waiting = tag(QWidget(), "window")
        inner = QVBoxLayout(waiting)
        inner.setSpacing(SPACE.m)
        inner.addStretch(1)
        inner.addWidget(self.waiting, 0, Qt.AlignmentFlag.AlignHCenter)
        inner.addWidget(self.progress, 0, Qt.AlignmentFlag.AlignHCenter)
        inner.addStretch(1)
        self.stack = QStackedWidget()
        self.stack.addWidget(waiting)
        self.stack.addWidget(self.view)
        foot = QHBoxLayout()
        foot.setSpacing(SPACE.s)
        foot.addWidget(self.note, 1)
        for button in (self.cancel, self.print, self.save):
            foot.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE.xl, SPACE.xl, SPACE.xl, SPACE.l)
        layout.setSpacing(SPACE.m)
        layout.addLayout(head)
        layout.addWidget(self.banner)
        layout.addWidget(self.stack, 1)
        layout.addLayout(foot)
        room = self.screen().availableSize()
        self.resize(min(_WIDTH, room.width() - SPACE.xxl), min(_HEIGHT, room.height() - 2 * SPACE.xxl))

    def _start(self) -> None:
        self._give_up()
        if self._render is None:
            return
        self.banner.clear()
        self._ready(ready=False)
        self.note.setText("")
        self.waiting.setText(_WAITING)
        self.progress.show()
        self.progress.setRange(0, 0)
        size: PageSize = "Letter" if self.paper_size.currentText() == "Letter" else "A4"
        self._request = self._render(size, self.audit.isChecked(), self._progressed)
        self._request.succeeded.connect(self._show)
        self._request.failed.connect(self._failed)

    def _progressed(self, done: int, of: int) -> None:
        self.progress.setRange(0, of)
        self.progress.setValue(done)

    def _show(self, paper: "Paper") -> None:
        self._request = None
        self._pdf = paper.pdf
        self._document.close()
        self._source.close()
        self._source.setData(QByteArray(self._pdf))
        self._source.open(QBuffer.OpenModeFlag.ReadOnly)
        self._document.load(self._source)
        pages = self._document.pageCount()
        if not pages:
            self._failed(Problem("What came is no PDF that can be shown.", "Try again, or use the other PDF."))
            return
        words = f"{pages} page{'' if pages == 1 else 's'}"
        if paper.missing:
            words += f". No font here has: {' '.join(paper.missing)}"
        self.note.setText(words)
        self._ready(ready=True)
        self.save.setFocus()

    def _failed(self, problem: Problem) -> None:
        self._request = None
        self.progress.hide()
        self.waiting.setText("There is nothing to show.")
        self.banner.show_problem(problem)
        self.cancel.setFocus()

    def _ready(self, *, ready: bool) -> None:
        self.stack.setCurrentIndex(1 if ready else 0)
        self.save.setEnabled(ready)
        self.print.setEnabled(ready)

    def _choose_file(self) -> None:
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        name = "".join(char for char in self.windowTitle() if char.isalnum() or char in " -_()").strip() or "directory"
        dialog = QFileDialog(self, "Save as PDF", f"{folder}/{name} {date.today():%Y-%m-%d}.pdf", "PDF (*.pdf)")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("pdf")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self._write)
        dialog.open()

    def _write(self, path: str) -> None:
        request = self._core.write_file(path, self._pdf, self)
        request.succeeded.connect(self._written)
        request.failed.connect(self.banner.show_problem)

    def _written(self, path: object) -> None:
        self.note.setText(f"Saved as {path}")
        self.saved.emit(str(path))

    def _choose_printer(self) -> None:
        self._printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        dialog = QPrintDialog(self._printer, self)
        dialog.setMinMax(1, max(1, self._document.pageCount()))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(self._print)
        dialog.show()

    def _print(self) -> None:
        if self._printer is None:
            return
        self._job = PrintJob(self._pdf, self._printer, QApplication.instance())  # it may outlive the dialog
        self._job.progressed.connect(self._printing)
        self._job.printed.connect(self._printed)
        self._job.failed.connect(self._not_printed)
        self._job.finished.connect(self._job_over)
        self._job.finished.connect(self._job.deleteLater)
        self.print.setEnabled(False)
        self._job.start()

    def _job_over(self) -> None:
        self._job = None
        self.print.setEnabled(True)

    def _printing(self, done: int, of: int) -> None:
        self.note.setText(f"Printing page {done} of {of}")

    def _printed(self) -> None:
        self.note.setText("Sent to the printer.")

    def _not_printed(self, why: str) -> None:
        self.banner.show_problem(Problem(f"{why}.", "Check the printer, or save the PDF and print it from there."))

    def _give_up(self) -> None:
        if self._request is not None:
            self._request.cancel()
            self._request = None
        if self._job is not None and self._job.isRunning():
            self._job.requestInterruption()
