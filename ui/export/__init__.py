"""The directory on paper, from the window. Imported late: it brings QtPdf and QtPrintSupport."""

from ui.export.paper_dialog import PaperDialog

__all__ = ["PaperDialog"]
