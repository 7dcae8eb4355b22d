"""An audit for spreadsheets (RFC 4180) and for scripts."""

import csv
import io
import re
from typing import Any, Final

from app.directory.audit.result import Audit, Outlook, Place, Reachability
from app.directory.audit.wording import in_words, remarks_on, setting_in_words, summary_of
from app.directory.plain import plain

__all__ = ["audit_as_csv", "audit_as_data"]

_HEADINGS: Final = (
    "user_id",
    "first_name",
    "last_name",
    "number",
    "outcome",
    "keys_alone",
    "keys_alone_count",
    "heard_keys",
    "heard_place",
    "heard_of",
    "spelled_keys",
    "spelled_place",
    "spelled_of",
    "findings",
    "why",
)
_PHONE_NUMBER: Final = re.compile(r"\+[0-9]+")


def audit_as_csv(audit: Audit) -> str:
    """Return a row per person in the menu's order, lines ending in CR LF; no cell is a formula to a spreadsheet."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(_HEADINGS)
    writer.writerows([_harmless(cell) for cell in _cells(person)] for person in audit.people)
    return text.getvalue()


def audit_as_data(audit: Audit) -> dict[str, Any]:
    """Return the whole as numbers, texts, lists and dictionaries; names stay as KAZOO stores them."""
    directory = audit.directory
    return {
        "directory": {
            "id": directory.id,
            "name": directory.name,
            "min_dtmf": directory.min_dtmf,
            "max_dtmf": directory.max_dtmf,
            "confirm_match": directory.confirm_match,
            "search_fields": directory.search_fields,
            "sort_by": directory.sort_by,
        },
        "profile": audit.profile,
        "fewest_keys": audit.fewest_keys,
        "summary": summary_of(audit),
        "everybody_alone": audit.is_everybody_alone,
        "broken_by": [entry.user_id for entry in audit.nameless],
        "missing_in_pdf": audit.missing_in_pdf,
        "settings": [{"setting": each.value, "why": setting_in_words(audit, each)} for each in audit.settings],
        "remarks": list(remarks_on(audit)),
        "present": _outlook(audit.present),
        "alternatives": [
            {"setting": each.setting.value, "value": each.value, **_outlook(each.outlook)}
            for each in audit.alternatives
        ],
        "collisions": [
            {"keys": collision.keys, "user_ids": [entry.user_id for entry in collision.entries]}
            for collision in audit.collisions
        ],
        "people": [_person(person) for person in audit.people],
    }


def _outlook(outlook: Outlook) -> dict[str, Any]:
    return {
        "counts": {outcome.name.lower(): count for outcome, count in outlook.counts},
        "keys_needed": {str(keys): count for keys, count in outlook.keys_needed},
        "mean_keys": round(outlook.mean_keys, 2),
        "mean_presses": round(outlook.mean_presses, 2),
        "first_read": outlook.first_read,
        "last_place": outlook.last_place,
    }


def _person(person: Reachability) -> dict[str, Any]:
    entry, spelling = person.entry, person.spelling
    return {
        "user_id": entry.user_id,
        "first_name": entry.first_name,
        "last_name": entry.last_name,
        "number": entry.number or None,
        "outcome": person.outcome.name.lower(),
        "keys_alone": person.alone or None,
        "heard": _place(person.heard),
        "spelled": _place(person.spelled),
        "keyed_as": spelling.letters or None if spelling else None,
        "dropped": spelling.dropped or None if spelling else None,
        "findings": [{"finding": each.value, "why": in_words(person, each)} for each in person.findings],
    }


def _place(place: Place | None) -> dict[str, Any] | None:
    return {"keys": place.keys, "place": place.place, "of": place.of} if place else None


def _cells(person: Reachability) -> tuple[str, ...]:
    entry = person.entry
    return (
        entry.user_id,
        plain(entry.first_name),
        plain(entry.last_name),
        plain(entry.number),
        person.outcome.name.lower(),
        person.alone,
        str(len(person.alone) or ""),
        *_place_cells(person.heard),
        *_place_cells(person.spelled),
        " ".join(finding.value for finding in person.findings),
        " ".join(in_words(person, finding) for finding in person.findings),
    )


def _place_cells(place: Place | None) -> tuple[str, str, str]:
    return (place.keys, str(place.place), str(place.of)) if place else ("", "", "")


def _harmless(cell: str) -> str:
    """A spreadsheet runs a cell that begins like this as a formula; a telephone number is left as it is."""
    return (
        f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r")) and not _PHONE_NUMBER.fullmatch(cell) else cell
    )
