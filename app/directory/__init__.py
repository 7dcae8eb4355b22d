"""The domain of dial-by-name: pure and synchronous, without I/O and without a clock of its own."""

from app.directory.audit import Audit, Finding, Reachability, audit_of
from app.directory.caller import CallerIndex, menu_order
from app.directory.dialpad import KEYS, LETTERS, NameKeys, UnreadableName, digit_of, name_keys, to_dialpad
from app.directory.entry import (
    ALL_DIRECTORIES,
    Directory,
    Entry,
    SearchFields,
    SortBy,
    Trouble,
    display_name,
    why_not_callable,
)
from app.directory.fold import readings
from app.directory.marks import Span, matched_letters
from app.directory.menu import AS_DOCUMENTED, KAZOO_4, KAZOO_5, PROFILES, Menu, Profile, Rehearsal
from app.directory.numbers import is_did, number_to_dial
from app.directory.order import collation_key, in_reading_order
from app.directory.plain import isolated, plain
from app.directory.recordings import Difference, check_recording
from app.directory.search import Found, Index, Query, QueryKind, read_query
from app.directory.snapshot import Snapshot

__all__ = [
    "ALL_DIRECTORIES",
    "AS_DOCUMENTED",
    "KAZOO_4",
    "KAZOO_5",
    "KEYS",
    "LETTERS",
    "PROFILES",
    "Audit",
    "CallerIndex",
    "Difference",
    "Directory",
    "Entry",
    "Finding",
    "Found",
    "Index",
    "Menu",
    "NameKeys",
    "Profile",
    "Query",
    "QueryKind",
    "Reachability",
    "Rehearsal",
    "SearchFields",
    "Snapshot",
    "SortBy",
    "Span",
    "Trouble",
    "UnreadableName",
    "audit_of",
    "check_recording",
    "collation_key",
    "digit_of",
    "display_name",
    "in_reading_order",
    "is_did",
    "isolated",
    "matched_letters",
    "menu_order",
    "name_keys",
    "number_to_dial",
    "plain",
    "read_query",
    "readings",
    "to_dialpad",
    "why_not_callable",
]
