"""The directory on paper, from the window. Imported late: it brings QtPdf and QtPrintSupport."""

from ui.export.opening import show_paper, show_servers_paper
from ui.export.paper_dialog import PaperDialog

__all__ = ["PaperDialog", "show_paper", "show_servers_paper"]
