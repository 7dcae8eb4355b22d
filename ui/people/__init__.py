"""People: the list, its rows, and the card of the one selected."""

from ui.people.card import PersonCard
from ui.people.delegate import PeopleDelegate
from ui.people.model import DeskOnlyRole, EntryRole, MatchRole, NumberMatchRole, PeopleModel, PresenceRole, Row, RowRole
from ui.people.name_layouts import NameLayouts
from ui.people.people_list import PeopleList
from ui.people.presence import Presence, presence_of
from ui.people.watching import PresenceWatch

__all__ = [
    "DeskOnlyRole",
    "EntryRole",
    "MatchRole",
    "NameLayouts",
    "NumberMatchRole",
    "PeopleDelegate",
    "PeopleList",
    "PeopleModel",
    "PersonCard",
    "Presence",
    "PresenceRole",
    "PresenceWatch",
    "Row",
    "RowRole",
    "presence_of",
]
