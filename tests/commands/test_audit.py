"""`namedial audit` against a sandbox, as a script would use it."""

import csv
import io
import json
import os
import subprocess
import sys

import pypdfium2
import pytest

from app.sandbox import boxed_sandbox, write_sample


@pytest.fixture(scope="module")
def box():
    with boxed_sandbox() as box:
        yield box


def audit(box, *arguments):
    return run(box, "audit", *arguments)


def run(box, *arguments):
    clean = {name: value for name, value in os.environ.items() if not name.startswith("NAMEDIAL_")}
    identity = {
        "NAMEDIAL_SERVER": box.base_url,
        "NAMEDIAL_ACCOUNT": box.account,
        "NAMEDIAL_USER": box.username,
        "NAMEDIAL_PASSWORD": box.password,
    }
    done = subprocess.run(
        [sys.executable, "-m", "app", *arguments],
        env={**clean, **identity, "COLUMNS": "200", "PYTHONIOENCODING": "utf-8"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=60,
        check=False,
    )
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def test_help_says_what_it_is_for_and_the_exit_codes(box):
    code, text, _ = audit(box, "--help")
    assert code == 0
    assert "Exit code 0 when everybody can be reached alone" in text
    assert "--csv" in text


def test_the_report_says_the_worst_first_and_then_who_and_why(box):
    code, report, errors = audit(box, "company")
    assert (code, errors) == (1, "")
    first, rest = report.split("\n", 1)
    assert first.startswith("Company  Broken for everybody: 1 person without a first or last name.")
    for words in (
        "Keys needed to be the only match",
        "█",
        "min_dtmf is 3, but no KAZOO looks at it",
        "11 of 61 would be missing",
        "0 as the second key leaves the menu.",
        "as it is",
        "confirm_match false",
        "Sunita",
        "Nullmann, Norbert",
        "Keyed the same as Chris Taylor (2040). With all 11 keys a caller hears place 1 of 2.",
        "Keyed as Zo Mller (9665537): ë, ü must be left out.",
        "Renee Lefevre",
    ):
        assert words in rest
    assert rest.count("there is nothing to key") == 1


def test_a_directory_in_which_everybody_is_reached_alone_exits_with_0(box):
    code, text, errors = audit(box, "Night Desk", "--csv")
    assert (code, errors) == (0, "")
    assert text.count("\r\n") == text.count("\n") == 5
    people = list(csv.DictReader(io.StringIO(text, newline="")))
    assert {row["last_name"]: row["keys_alone"] for row in people}["Baker"] == "22"
    assert {row["outcome"] for row in people} == {"alone"}


def test_the_menu_as_documented_is_another(box):
    code, report, errors = audit(box, "company", "--profile", "as-documented")
    assert (code, errors) == (1, "")
    assert "min_dtmf is 3: fewer keys are refused" in report
    assert "min_dtmf 2" in report
    assert audit(box, "company", "--profile", "kazoo-3")[0] == 2


def test_json_is_one_object(box):
    code, text, errors = audit(box, "Sales", "--json")
    told = json.loads(text)
    assert (code, errors, text.count("\n")) == (1, "", 1)
    assert told["directory"]["name"] == "Sales"
    assert {row["last_name"] for row in told["people"] if row["outcome"] == "never_heard"} == {"Петров", "たなか"}


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("Sales", "--csv", "--json"), "exclude each other"),
        (("",), "no menu of their own"),
        (("nowhere",), "The account has: Company, Night Desk, Sales"),
        (("Sales", "--sample", "--account-file", "x.json"), "exclude each other"),
        (("Sales", "--account-file", "not-there.json"), "is not a usable account file"),
    ],
)
def test_what_goes_wrong_is_said(box, arguments, words):
    code, text, errors = audit(box, *arguments)
    assert (code, text) == (2, "")
    assert words in errors
    assert "Traceback" not in errors


def test_a_saved_account_file_is_audited_without_a_server(box, tmp_path):
    account = tmp_path / "account.json"
    write_sample(account)
    assert audit(box, "Sales", "--json", "--account-file", str(account)) == audit(box, "Sales", "--json")


def test_the_audit_goes_behind_the_directory_on_paper(box, tmp_path):
    bare, paper = tmp_path / "bare.pdf", tmp_path / "paper.pdf"
    assert run(box, "export", "company", str(bare))[0] == 0
    code, text, errors = run(box, "export", "company", str(paper), "--audit", "--profile", "as-documented")
    assert (code, errors) == (0, "")
    assert "written, " in text
    with pypdfium2.PdfDocument(paper) as document, pypdfium2.PdfDocument(bare) as without:
        first = document[len(without)].get_textpage().get_text_range()
    assert "By the menu as documented." in first
    assert "Broken for everybody" in first


@pytest.mark.parametrize("arguments", [("all",), ("company", "--from-server")])
def test_there_is_no_audit_of_all_directories_or_by_the_server(box, tmp_path, arguments):
    directory, *more = arguments
    code, _, errors = run(box, "export", directory, str(tmp_path / "a.pdf"), "--audit", *more)
    assert code == 1
    assert "The audit belongs to one directory, rendered here." in errors
    assert list(tmp_path.iterdir()) == []
