"""What the page's bars and findings stand for, and whom each lets through. Plain data, no Qt."""

from collections import Counter
from collections.abc import Iterator

from attrs import frozen

from app.directory.audit import Audit, Finding, Outcome, histogram_of, title_of

__all__ = ["Bar", "Filter", "bars_of_findings", "bars_of_keys", "bars_of_others"]


@frozen
class Filter:
    """Lets people through: reached alone after `fewest` to `most` keys, or of one outcome, or of one finding."""

    fewest: int = 0
    most: int = 0
    outcome: Outcome | None = None
    finding: Finding | None = None


@frozen
class Bar:
    """A line of the chart: what it stands for, how many people, and in which colour of the theme."""

    label: str
    count: int
    token: str
    filter: Filter


def bars_of_keys(audit: Audit) -> list[Bar]:
    """Return a bar for each step of keys needed."""
    steps = histogram_of(audit.present)
    return [Bar(step.label, step.count, "accent", Filter(step.fewest, step.most)) for step in steps]


def bars_of_others(audit: Audit) -> list[Bar]:
    """Return a bar for each way of not being reached alone that is somebody's."""
    looks = (
        (Outcome.FROM_LIST, "From a list", "warn"),
        (Outcome.NOT_CONNECTED, "Not connected", "danger"),
        (Outcome.NEVER_HEARD, "Never heard", "danger"),
    )
    counted = ((outcome, label, token, audit.present.count(outcome)) for outcome, label, token in looks)
    return [Bar(label, count, token, Filter(outcome=outcome)) for outcome, label, token, count in counted if count]


def bars_of_findings(audit: Audit) -> Iterator[Bar]:
    """Yield what was found, and of how many."""
    counts = Counter(finding for person in audit.people for finding in person.findings)
    for finding in Finding:
        if counts[finding]:
            yield Bar(title_of(finding), counts[finding], "text2", Filter(finding=finding))
