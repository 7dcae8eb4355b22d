"""Results as text and as plain data."""

from collections.abc import Iterator, Sequence
from typing import Any

from app.scenario.run import Result
from app.scenario.transcript import Line

__all__ = ["failure_text", "result_as_data", "transcript_text"]


def transcript_text(lines: Sequence[Line]) -> str:
    """A line per thing that happened: seconds, who, what."""
    return "\n".join(f"{line.at_ms / 1_000:8.2f} s  {line.who:<6}  {line.text}" for line in lines)


def failure_text(result: Result) -> str:
    """What was expected and what was heard, then the whole call."""
    return "\n".join((*_mismatches(result), "", transcript_text(result.lines)))


def result_as_data(result: Result) -> dict[str, Any]:
    """For JSON."""
    entry = result.end.entry
    return {
        "name": result.caller.name,
        "keys": result.caller.keys,
        "passed": result.is_passed,
        "ended": result.end.how,
        "user_id": entry.user_id if entry else None,
        "number": (entry.number or None) if entry else None,
        "at_ms": result.end.at_ms,
        "mismatches": [
            {"expected": one.expected, "heard": one.heard, "hint": one.hint or None} for one in result.mismatches
        ],
        "transcript": [{"at_ms": line.at_ms, "who": line.who, "text": line.text} for line in result.lines],
    }


def _mismatches(result: Result) -> Iterator[str]:
    for one in result.mismatches:
        yield f"expected  {one.expected}"
        yield f"heard     {one.heard}"
        if one.hint:
            yield f"          {one.hint}"
