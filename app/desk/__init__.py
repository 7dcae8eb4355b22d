"""Everything behind the window for one signed-in person: client, book, telephone and paper, wired by constructor."""

from app.desk.callers import Callers, Party
from app.desk.desk import Desk, SignedIn
from app.desk.identity import best_device, sip_account
from app.desk.journal import Journal
from app.desk.news import News
from app.desk.paper import PageSize, Paper, render_pdf, with_titles
from app.desk.telephone import Telephone

__all__ = [
    "Callers",
    "Desk",
    "Journal",
    "News",
    "PageSize",
    "Paper",
    "Party",
    "SignedIn",
    "Telephone",
    "best_device",
    "render_pdf",
    "sip_account",
    "with_titles",
]
