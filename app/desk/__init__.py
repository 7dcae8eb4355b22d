"""Everything behind the window for one signed-in person: client, book, telephone and paper, wired by constructor."""

from app.desk.administration import Administration, Met, Overview, People, Refused, Saved, StillThere
from app.desk.callers import Callers, Party
from app.desk.desk import Desk, PhoneFacts, SignedIn
from app.desk.devices import DeviceChoice, best_device
from app.desk.identity import PhoneSetUp, sip_account
from app.desk.journal import Journal
from app.desk.news import News
from app.desk.paper import PageSize, Paper, render_pdf, with_titles
from app.desk.signing_in import login_of
from app.desk.telephone import Telephone

__all__ = [
    "Administration",
    "Callers",
    "Desk",
    "DeviceChoice",
    "Journal",
    "Met",
    "News",
    "Overview",
    "PageSize",
    "Paper",
    "Party",
    "People",
    "PhoneFacts",
    "PhoneSetUp",
    "Refused",
    "Saved",
    "SignedIn",
    "StillThere",
    "Telephone",
    "best_device",
    "login_of",
    "render_pdf",
    "sip_account",
    "with_titles",
]
