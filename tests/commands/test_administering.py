"""`namedial directories` and `namedial members` against a sandbox, as a script and as a person would use them."""

import asyncio
import json
import os
import pty
import signal
import subprocess
import sys

import pytest
from typer.testing import CliRunner

from app.admin import MemberRun, Wanted
from app.commands.administering import stopped_by_ctrl_c
from app.commands.application import app
from app.kazoo import Client
from app.sandbox import sample_id
from tests.sandbox.talk import login_of, writes

SALES, COMPANY = sample_id("directory", "Sales"), sample_id("directory", "Company")
BOB, ALICE = sample_id("user", 2002), sample_id("user", 2001)


@pytest.fixture
def environment(sandbox, tmp_path):
    who = sandbox.sign_in
    return {
        "NAMEDIAL_SERVER": sandbox.base_url,
        "NAMEDIAL_ACCOUNT": who.account_name,
        "NAMEDIAL_USER": who.username,
        "NAMEDIAL_PASSWORD": who.password,
        "XDG_DATA_HOME": str(tmp_path),
        "XDG_CONFIG_HOME": str(tmp_path),
        "COLUMNS": "120",
    }


@pytest.fixture
def namedial(environment):
    def run(*arguments, **more):
        return CliRunner().invoke(app, list(map(str, arguments)), env={**environment, **more})

    return run


def stored(sandbox, document_id):
    return sandbox.store.database(sandbox.account_id).stored(document_id)


def test_directories_are_listed(namedial):
    done = namedial("directories", "list")
    assert done.exit_code == 0, done.stderr
    assert "Night Desk" in done.stdout
    listed = json.loads(namedial("directories", "list", "--json").stdout)["directories"]
    assert {"id": SALES, "name": "Sales"} in listed


def test_one_is_shown_with_what_hangs_on_it(namedial):
    done = namedial("directories", "show", "sales")
    assert "Fewest keys: 2" in done.stdout
    assert "  Alice Archer" in done.stdout
    assert "Callers come by Sales by name (412)" in done.stdout
    shown = json.loads(namedial("directories", "show", "sales", "--json").stdout)
    assert (shown["id"], shown["settings"]["min_dtmf"]) == (SALES, 2)
    assert shown["callflows"][0]["numbers"] == ["412"]


def test_one_is_created(namedial, sandbox):
    done = namedial("directories", "create", "Night", "--min-dtmf", "2", "--flag", "a", "--flag", "b", "--json")
    saved = json.loads(done.stdout)["saved"]
    assert (saved["settings"]["name"], saved["settings"]["flags"]) == ("Night", ["a", "b"])
    assert stored(sandbox, saved["id"])["min_dtmf"] == 2


def test_an_edit_shows_what_changes_and_sends_nothing_else(namedial, sandbox):
    before = dict(stored(sandbox, SALES))
    tried = namedial("directories", "edit", "Sales", "--name", "Vertrieb", "--no-confirm-match", "--dry-run")
    assert "Name: Sales -> Vertrieb" in tried.stdout
    assert "Confirm" not in tried.stdout  # it is off already
    assert writes(sandbox) == []
    done = namedial("directories", "edit", "Sales", "--name", "Vertrieb", "--json")
    assert json.loads(done.stdout)["sent"] == {"name": "Vertrieb"}
    changed = {key for key in before if before[key] != stored(sandbox, SALES)[key]}
    assert changed - {"_rev", "pvt_modified"} == {"name"}


@pytest.mark.parametrize("dry", [(), ("--dry-run",)])
def test_what_cannot_be_is_told_before_anything_is_sent(namedial, sandbox, dry):
    done = namedial("directories", "edit", "Sales", "--min-dtmf", "0", *dry)
    assert done.exit_code == 1
    assert "at least 1" in done.stderr
    assert writes(sandbox) == []


def test_an_edit_of_nothing_says_so(namedial):
    done = namedial("directories", "edit", "Sales")
    assert done.exit_code == 1
    assert "Nothing to change" in done.stderr


def test_a_deletion_names_what_is_lost_and_asks_first(namedial, sandbox):
    done = namedial("directories", "delete", "Sales")
    assert done.exit_code == 1
    assert "  Alice Archer" in done.stdout
    assert "Sales by name (412)" in done.stdout
    assert "asks first" in done.stderr
    assert namedial("directories", "delete", "Sales", "--dry-run", "--json").exit_code == 0
    assert writes(sandbox) == []


def test_it_is_deleted_and_brought_back(namedial, sandbox):
    before = dict(stored(sandbox, ALICE)["directories"])
    done = namedial("directories", "delete", "Sales", "--yes")
    assert done.exit_code == 0, done.stderr
    assert "To bring it back" in done.stdout
    assert SALES not in stored(sandbox, ALICE)["directories"]
    assert "Sales" in namedial("directories", "restore", "--dry-run").stdout
    back = namedial("directories", "restore", "Sales", "--json")
    new_id = json.loads(back.stdout)["id"]
    assert any("new id" in sentence for sentence in json.loads(back.stdout)["differences"])
    assert stored(sandbox, ALICE)["directories"] == {
        **{k: v for k, v in before.items() if k != SALES},
        new_id: before[SALES],
    }
    assert namedial("directories", "restore").exit_code == 1


def test_who_cannot_be_taken_out_is_named(namedial, sandbox):
    del stored(sandbox, ALICE)["last_name"]
    done = namedial("directories", "delete", "Sales", "--yes")
    assert done.exit_code == 1
    assert "Alice: KAZOO refuses" in done.stderr
    assert "was not deleted" in done.stderr
    assert not stored(sandbox, SALES).get("pvt_deleted")


def test_people_are_added_by_whatever_they_are_called_each_with_a_reason(namedial, sandbox):
    done = namedial("members", "add", "Sales", "bob baker", "2006", "alice")
    assert done.exit_code == 0, done.stderr
    assert "Bob Baker: Bob Baker (2002). It is the person's main callflow." in done.stdout
    assert "Alice Archer: Alice Archer (2001). Is in it already." in done.stdout
    assert "2 changed, 1 as wanted already." in done.stdout
    assert stored(sandbox, BOB)["directories"][SALES] == sample_id("callflow", 2002)
    assert len(writes(sandbox)) == 2


def test_a_callflow_may_be_chosen(namedial, sandbox):
    namedial("members", "add", "Sales", BOB, "--callflow", "2003")
    assert stored(sandbox, BOB)["directories"][SALES] == sample_id("callflow", 2003)


def test_a_plan_changes_nothing(namedial, sandbox):
    planned = json.loads(namedial("members", "add", "Sales", "--everybody", "--dry-run", "--json").stdout)
    assert len(planned["would_change"]) > 40
    assert set(planned["left_out"]) == {sample_id("user", 2042), sample_id("user", 2044)}
    assert "Nothing was changed" in namedial("members", "remove", "Sales", "--everybody", "--dry-run").stdout
    assert writes(sandbox) == []


def test_who_has_no_callflow_is_left_out_and_said(namedial, sandbox):
    done = namedial("members", "add", "Sales", "Norbert Nullmann", "bob")
    assert done.exit_code == 1
    assert "No callflow belongs to the person" in done.stdout
    assert len(writes(sandbox)) == 1


def test_removing_asks_first(namedial, sandbox):
    done = namedial("members", "remove", "Sales", "alice")
    assert done.exit_code == 1
    assert writes(sandbox) == []
    done = namedial("members", "remove", "Sales", "alice", "bob", "--yes", "--json")
    assert done.exit_code == 0
    (gone,) = json.loads(done.stdout)["done"]
    assert (gone["user_id"], gone["callflow_id"], gone["changed"]) == (ALICE, None, True)
    assert COMPANY in stored(sandbox, ALICE)["directories"]


def test_who_fails_is_named_and_the_rest_done(namedial, sandbox):
    del stored(sandbox, BOB)["last_name"]
    done = namedial("members", "add", "Sales", "2002", "2006")
    assert done.exit_code == 1
    assert "KAZOO refuses to save Bob: last_name" in done.stderr
    assert SALES in stored(sandbox, sample_id("user", 2006))["directories"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("members", "add", "Sales", "Chris Taylor"), "There are Chris Taylor"),
        (("members", "add", "Sales", "nobody"), "no single person 'nobody'"),
        (("members", "add", "Sales"), "Nobody in particular"),
        (("members", "remove", "Sales", "alice", "--everybody"), "Nobody in particular"),
        (("members", "add", "Sales", "bob", "--callflow", "x"), "no single callflow 'x'"),
        (("members", "add", "Sales", "bob", "alice", "--callflow", "2001"), "one person"),
        (("directories", "show", "nowhere"), "no single directory 'nowhere'"),
        (("directories", "restore"), "Kept are: none"),
    ],
)
def test_what_is_not_clear_is_said_and_nothing_sent(namedial, sandbox, arguments, said):
    done = namedial(*arguments)
    assert done.exit_code == 1
    assert said in done.stderr
    assert writes(sandbox) == []


@pytest.mark.parametrize(
    "arguments",
    [
        ("directories", "create", "X"),
        ("directories", "edit", "Sales", "--name", "X"),
        ("directories", "delete", "Sales", "--yes"),
        ("directories", "restore"),
        ("members", "add", "Sales", "bob"),
        ("members", "remove", "Sales", "alice", "--yes"),
    ],
)
def test_only_an_administrator_may(namedial, sandbox, arguments):
    done = namedial(*arguments, NAMEDIAL_USER="bob")
    assert done.exit_code == 1
    assert "Only an administrator" in done.stderr
    assert writes(sandbox) == []
    assert namedial("directories", "show", "Sales", NAMEDIAL_USER="bob").exit_code == 0


def test_an_account_below_is_worked_in(namedial, sandbox):
    listed = namedial("--in", "sample branch", "directories", "list", "--json").stdout
    assert [each["name"] for each in json.loads(listed)["directories"]] == ["Branch"]
    made = namedial("directories", "create", "Lab", NAMEDIAL_IN=sample_id("account", "Sample Branch"))
    assert made.exit_code == 0, made.stderr
    assert "Lab" not in namedial("directories", "list").stdout
    assert "Below it are: Sample Branch" in namedial("--in", "Elsewhere", "directories", "list").stderr


def test_an_account_is_known_by_a_number_of_it(namedial):
    assert namedial("directories", "list", NAMEDIAL_ACCOUNT="+442079460001").exit_code == 0
    assert namedial("directories", "list", NAMEDIAL_ACCOUNT="+15550000000").exit_code == 1


def test_a_second_factor_comes_from_the_environment(namedial, sandbox):
    sandbox.guards.codes["alice"] = "4711"
    assert "second factor" in namedial("directories", "list").stderr
    assert namedial("directories", "list", NAMEDIAL_SECOND_FACTOR="4711").exit_code == 0


@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl+C ends the command there")
def test_ctrl_c_begins_with_nobody_more_and_tells_the_rest(sandbox):
    async def interrupted():
        async with Client(sandbox.base_url, login_of(sandbox)) as client:
            await client.sign_in()
            members = MemberRun(client, SALES, [Wanted(BOB, "c")])
            with stopped_by_ctrl_c([members]):
                signal.raise_signal(signal.SIGINT)
                await asyncio.sleep(0.01)
                return await members.go()

    assert [each.user_id for each in asyncio.run(interrupted()).not_tried] == [BOB]
    assert writes(sandbox) == []


@pytest.mark.skipif(sys.platform == "win32", reason="needs a terminal")
@pytest.mark.parametrize(("answer", "deleted"), [("y", True), ("n", False)])
def test_in_a_terminal_the_person_decides(environment, sandbox, answer, deleted):
    ours, theirs = pty.openpty()
    os.write(ours, f"{answer}\n".encode())
    clean = {name: value for name, value in os.environ.items() if not name.startswith("NAMEDIAL_")}
    done = subprocess.run(
        [sys.executable, "-m", "app", "directories", "delete", "Sales"],
        env={**clean, **environment},
        stdin=theirs,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    os.close(ours)
    os.close(theirs)
    assert done.returncode == (0 if deleted else 1), done.stderr
    assert "Delete 'Sales' and take its" in done.stdout
    assert bool(stored(sandbox, SALES).get("pvt_deleted")) is deleted
