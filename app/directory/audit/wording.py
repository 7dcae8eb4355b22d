"""An audit in sentences for people."""

from collections.abc import Callable, Iterator, Mapping
from typing import Final

from app.directory.audit.examine import PDF_PAGE
from app.directory.audit.result import Audit, Finding, Outcome, Reachability, Setting
from app.directory.dialpad import digit_of
from app.directory.entry import Entry, display_name
from app.directory.menu import AS_DOCUMENTED
from app.directory.plain import plain

__all__ = [
    "advice_on",
    "heard_in_words",
    "in_words",
    "pdf_in_words",
    "remarks_on",
    "setting_in_words",
    "summary_of",
    "title_of",
]

_SENT_ON: Final = (
    "is sent on as if nobody had been chosen (to the callflow's default branch; without one the call ends)"
)

_TITLES: Final[Mapping[Finding, str]] = {
    Finding.NAMELESS: "Without a first or last name",
    Finding.NO_LETTERS: "No letter a-z in the name",
    Finding.TOO_SHORT: "Too few letters a-z in the name",
    Finding.NO_CALLFLOW: "No callflow",
    Finding.CALLFLOW_GONE: "The callflow is gone",
    Finding.SAME_KEYS: "Keyed the same as somebody else",
    Finding.BEGINS_ANOTHER: "All their keys begin somebody else's too",
    Finding.NO_NUMBER: "No number to dial",
    Finding.DROPPED_LETTERS: "Letters or digits without a key",
    Finding.DECOMPOSED: "Stored with separate accents",
}

_ADVICE: Final[Mapping[Finding, str]] = {
    Finding.NAMELESS: "Enter both names, or take the member out of the directory.",
    Finding.NO_LETTERS: "Enter the name in letters a-z, or leave this person to the operator.",
    Finding.TOO_SHORT: "Enter a name with more letters a-z.",
    Finding.NO_CALLFLOW: "Choose a callflow for this person in the directory.",
    Finding.CALLFLOW_GONE: "Choose a callflow that exists.",
    Finding.SAME_KEYS: "Add what tells them apart to a name, a department perhaps.",
    Finding.BEGINS_ANOTHER: "Add what tells them apart to the shorter name.",
    Finding.NO_NUMBER: "Give the callflow an extension if this person should be dialled directly.",
    Finding.DROPPED_LETTERS: "Enter the name in letters a-z if callers key it that way.",
    Finding.DECOMPOSED: "Type the name anew, so that each letter and its accent are one character.",
}


def title_of(finding: Finding) -> str:
    """A heading over the people of whom this is found."""
    return _TITLES[finding]


def advice_on(finding: Finding) -> str:
    """What to do about it."""
    return _ADVICE[finding]


def in_words(person: Reachability, finding: Finding) -> str:
    """What is the matter with a person and what a caller gets for it, as a sentence or two."""
    return _WORDS[finding](person)


def setting_in_words(audit: Audit, setting: Setting) -> str:
    """What a setting does or fails to do."""
    return _SETTINGS[setting](audit)


def pdf_in_words(audit: Audit) -> str:
    """What KAZOO's own PDF leaves out; empty when it is nobody."""
    if not audit.missing_in_pdf:
        return ""
    return (
        f"KAZOO's own PDF stops after {PDF_PAGE} people unless it is asked for all: {audit.missing_in_pdf:,} of "
        f"{len(audit.people):,} would be missing. Namedial asks for all."
    )


def remarks_on(audit: Audit) -> Iterator[str]:
    """What is to be said of the directory as a whole: its settings, KAZOO's own PDF, the key that leaves the menu."""
    yield from (setting_in_words(audit, each) for each in audit.settings)
    if cut := pdf_in_words(audit):
        yield cut
    yield "0 as the second key leaves the menu. Nobody is hidden behind it: names are keyed on 2 to 9."


def summary_of(audit: Audit) -> str:
    """The whole in a sentence or two."""
    if not audit.people:
        return "There is nobody in it: a caller hears that there are no results, and is sent on."
    if audit.is_broken:
        count = len(audit.nameless)
        return (
            f"Broken for everybody: {_people(count)} without a first or last name. Every caller hears nothing and is "
            f"sent on, or cut off. If {'that one' if count == 1 else 'those'} were taken out: {_counted(audit)}."
        )
    if audit.is_everybody_alone:
        return f"Everybody can be reached alone: {_people(len(audit.people))}."
    return f"{_people(len(audit.people))}: {_counted(audit)}."


def heard_in_words(audit: Audit) -> str:
    """Who is read out how soon after the fewest keys the menu takes; empty when nobody ever is."""
    places = [(person.heard.place, person) for person in audit.people if person.heard]
    if not places:
        return ""
    first = sum(place == 1 for place, _ in places)
    place, last = max(places, key=lambda found: found[0])
    told = f"After {_keys(audit.fewest_keys)} {first:,} of {_people(len(places))} can be the first read out"
    if place == 1 or not last.heard:
        return f"{told}."
    return (
        f"{told}; at worst it is place {place:,} of {last.heard.of:,} ({display_name(last.entry)}, {last.heard.keys})."
    )


def _counted(audit: Audit) -> str:
    nameless = len(audit.nameless)
    counts = ((outcome, count - nameless * (outcome is Outcome.NEVER_HEARD)) for outcome, count in audit.present.counts)
    return ", ".join(f"{count:,} {outcome.value}" for outcome, count in counts if count) or "nobody is left"


def _nameless(_: Reachability) -> str:
    return (
        "A first or last name is missing: KAZOO's menu fails on this member and takes the whole directory down. "
        "Every caller hears nothing and is sent on, or cut off."
    )


def _no_letters(_: Reachability) -> str:
    return "No letter a-z is in the name, so there is nothing to key: a caller never hears of this person."


def _too_short(person: Reachability) -> str:
    count = sum(digit_of(char) is not None for char in person.entry.first_name + person.entry.last_name)
    letters = "one letter a-z" if count == 1 else f"{count} letters a-z"
    return (
        f"The name has only {letters}, and the menu does not search for so few keys: "
        "a caller never hears of this person."
    )


def _no_callflow(person: Reachability) -> str:
    return f"No callflow is set. {_chosen(person)}"


def _callflow_gone(person: Reachability) -> str:
    """`cf_directory:callflow/2` opens the document and never looks at `pvt_deleted`."""
    return (
        f"The callflow set for this person is not there any more. {_chosen(person)} "
        "If its document is only marked as deleted, as KAZOO's API does it, the menu still runs it."
    )


def _chosen(person: Reachability) -> str:
    if person.outcome is Outcome.NEVER_HEARD:
        return "Nobody would be connected even if the name could be keyed."
    return f"A caller hears the name, chooses it and {_SENT_ON}."


def _same_keys(person: Reachability) -> str:
    return f"Keyed the same as {_others(person)}. {_place(person)}"


def _begins_another(person: Reachability) -> str:
    return f"All keys of this name also begin those of {_others(person)}. {_place(person)}"


def _others(person: Reachability) -> str:
    names = ", ".join(map(_who, person.also))
    more = person.spelled.of - 1 - len(person.also) if person.spelled else 0
    return f"{names} and {more:,} more" if more else names


def _who(entry: Entry) -> str:
    return f"{display_name(entry)} ({plain(entry.number)})" if entry.number else display_name(entry)


def _place(person: Reachability) -> str:
    spelled = person.spelled
    return (
        f"With all {len(spelled.keys)} keys a caller hears place {spelled.place:,} of {spelled.of:,}."
        if spelled
        else ""
    )


def _no_number(_: Reachability) -> str:
    return "The callflow has no number: the menu connects callers all the same, but nobody can dial this person."


def _dropped_letters(person: Reachability) -> str:
    spelling = person.spelling
    if spelling is None:
        return ""
    stored = ""
    if spelling.other_keys and not spelling.is_decomposed:
        stored = f" Stored with separate accents it would be {spelling.other_keys}."
    return f"Keyed as {spelling.letters} ({spelling.keys}): {', '.join(spelling.dropped)} must be left out.{stored}"


def _decomposed(person: Reachability) -> str:
    spelling = person.spelling
    if spelling is None:
        return ""
    return (
        f"Stored with separate accents and keyed for that as {spelling.letters} ({spelling.keys}); "
        f"the same name typed in the usual way is {spelling.other_keys}."
    )


_WORDS: Final[Mapping[Finding, Callable[[Reachability], str]]] = {
    Finding.NAMELESS: _nameless,
    Finding.NO_LETTERS: _no_letters,
    Finding.TOO_SHORT: _too_short,
    Finding.NO_CALLFLOW: _no_callflow,
    Finding.CALLFLOW_GONE: _callflow_gone,
    Finding.SAME_KEYS: _same_keys,
    Finding.BEGINS_ANOTHER: _begins_another,
    Finding.NO_NUMBER: _no_number,
    Finding.DROPPED_LETTERS: _dropped_letters,
    Finding.DECOMPOSED: _decomposed,
}


def _min_dtmf(audit: Audit) -> str:
    told = f"min_dtmf is {audit.directory.min_dtmf}"
    if audit.profile != AS_DOCUMENTED.name:
        return f"{told}, but no KAZOO looks at it: two keys are needed, and enough."
    short = sum(Finding.TOO_SHORT in person.findings for person in audit.people)
    never = f" {_people(short)} with a shorter name can never be heard." if short else ""
    return f"{told}: fewer keys are refused, also where they would do.{never}"


def _max_dtmf(audit: Audit) -> str:
    told = f"max_dtmf is {audit.directory.max_dtmf}"
    if audit.profile != AS_DOCUMENTED.name:
        return f"{told}, but no KAZOO looks at it: the menu goes on collecting until # or two seconds of silence."
    return f"{told}: nobody can key more to tell people apart.{_gain(audit, Setting.MAX_DTMF)}"


def _gain(audit: Audit, setting: Setting) -> str:
    best = audit.best(setting)
    if best is None:
        return ""
    more = best.outlook.count(Outcome.ALONE) - audit.present.count(Outcome.ALONE)
    return f" With {best.value}, {_people(more)} more could be reached alone."


def _confirm_match(audit: Audit) -> str:
    if audit.directory.confirm_match:
        told = "confirm_match is on: the only match must be confirmed with 1, one key more for everybody."
        if audit.profile == AS_DOCUMENTED.name or audit.directory.stored is not None:
            return told
        return f"{told} In a directory where it was never saved it shows as on, and the menu does not ask."
    stored = audit.directory.stored
    unset = stored is not None and "confirm_match" not in stored
    told = "confirm_match was never saved, and this menu takes that as off" if unset else "confirm_match is off"
    return f"{told}: the only match is called without asking, also after a wrong key."


def _search_fields(audit: Audit) -> str:
    return f"search_fields is {audit.directory.search_fields}.{_gain(audit, Setting.SEARCH_FIELDS)}"


def _sort_by(audit: Audit) -> str:
    return f"sort_by is {audit.directory.sort_by}: so people who match the same keys are read out."


_SETTINGS: Final[Mapping[Setting, Callable[[Audit], str]]] = {
    Setting.MIN_DTMF: _min_dtmf,
    Setting.MAX_DTMF: _max_dtmf,
    Setting.CONFIRM_MATCH: _confirm_match,
    Setting.SEARCH_FIELDS: _search_fields,
    Setting.SORT_BY: _sort_by,
}


def _people(count: int) -> str:
    return "1 person" if count == 1 else f"{count:,} people"


def _keys(count: int) -> str:
    return {1: "one key", 2: "two keys"}.get(count, f"{count} keys")
