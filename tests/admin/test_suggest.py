import pytest

from app.admin import suggest
from app.kazoo import Callflow, User

ANN = User("u1", "Ann", "Lee", presence_id="2001")
MAIN = Callflow("main", "x", ("2009",), "u1", "mainUserCallflow")
OWN = Callflow("own", "y", ("2002",), "u1")
OWN_EXTENSION = Callflow("own-ext", "z", ("2001",), "u1")
EXTENSION = Callflow("ext", "w", ("+442079460001", "2001"))
NAMED = Callflow("named", "ANN lee", ("2044",))
SILENT = Callflow("silent", "s", (), "u1")
CODE = Callflow("code", "Ann Lee", ("2001",), "u1", "mainUserCallflow", True)
OTHER = Callflow("other", "o", ("3000",), "u2", "mainUserCallflow")
ALL = [OTHER, CODE, SILENT, NAMED, EXTENSION, OWN, OWN_EXTENSION, MAIN]


@pytest.mark.parametrize(
    ("callflows", "used", "best", "reason"),
    [
        (ALL, (), "main", "main callflow"),
        (ALL[:-1], (), "own-ext", "has the person's extension"),
        (ALL[:-2], ("other",), "other", "Another directory"),
        (ALL[:-2], (), "own", "belongs to the person"),
        ([SILENT, CODE], (), "silent", "no number"),
        ([OTHER, EXTENSION, NAMED], (), "ext", "extension"),
        ([OTHER, NAMED], (), "named", "name"),
    ],
)
def test_the_best_callflow_and_why(callflows, used, best, reason):
    suggestion = suggest(ANN, callflows, used)
    assert suggestion.callflow is not None
    assert suggestion.callflow.id == best
    assert reason in suggestion.reason


def test_the_others_are_offered_too_and_feature_codes_never():
    assert [flow.id for flow in suggest(ANN, ALL).others] == ["own-ext", "own", "silent", "ext", "named"]


def test_an_internal_number_is_shown_before_an_outside_one():
    assert suggest(ANN, [EXTENSION]).number == "2001"


def test_nothing_fitting_is_said():
    suggestion = suggest(ANN, [OTHER, CODE])
    assert suggestion.callflow is None
    assert suggestion.number == ""
    assert "No callflow" in suggestion.reason


def test_nobody_is_called_by_an_empty_name():
    assert suggest(User("u9"), [Callflow("c", "")]).callflow is None
