"""The command line against a sandbox, as a script would use it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from app.sandbox import SandboxFailedError, boxed_sandbox
from app.sandbox.boxed import read_values

VECTORS = Path(__file__).parent.parent / "vectors"


@pytest.fixture(scope="module")
def box():
    with boxed_sandbox() as box:
        yield box


def run(*arguments, **environment):
    clean = {name: value for name, value in os.environ.items() if not name.startswith("NAMEDIAL_")}
    return subprocess.run(
        [sys.executable, "-m", "app", *map(str, arguments)],
        env={**clean, "COLUMNS": "100", **environment},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def signed_in(box, *arguments, **environment):
    identity = {
        "NAMEDIAL_SERVER": box.base_url,
        "NAMEDIAL_ACCOUNT": box.account,
        "NAMEDIAL_USER": box.username,
        "NAMEDIAL_PASSWORD": box.password,
    }
    return run(*arguments, **{**identity, **environment})


def test_help_teaches_every_command():
    overview = run("--help").stdout
    for command in ("find", "call", "export", "replay", "sandbox", "demo", "tour"):
        assert command in overview
        one = run(command, "--help")
        assert one.returncode == 0
        assert len(one.stdout) > 300


def test_find_lists_who_matches_and_how(box):
    done = signed_in(box, "find", "528")
    assert done.returncode == 0
    assert "Katz, Laura" in done.stdout
    assert "caller" in done.stdout


def test_find_as_json_is_one_object_with_titles(box):
    done = signed_in(box, "find", "528", "--directory", "company", "--json")
    found = json.loads(done.stdout)
    laura = next(person for person in found["people"] if person["last_name"] == "Katz")
    assert found["directory"] == "Company"
    assert laura == {
        "user_id": laura["user_id"],
        "first_name": "Laura",
        "last_name": "Katz",
        "number": "2058",
        "numbers": ["2058"],
        "title": "Reception Lead",
        "by_caller": True,
        "trouble": None,
    }
    assert done.stderr == ""


def test_find_nobody_says_why_and_exits_with_1(box):
    done = signed_in(box, "find", "5289999")
    assert done.returncode == 1
    assert "5289 would still match somebody" in done.stderr
    nobody = signed_in(box, "find", "5289999", "--json")
    assert (nobody.returncode, json.loads(nobody.stdout)["people"]) == (1, [])


def test_find_knows_titles(box):
    found = json.loads(signed_in(box, "find", "receptionist", "--json").stdout)
    assert [person["last_name"] for person in found["people"]] == ["Baker"]


def test_an_api_key_signs_a_command_in(box):
    done = run("find", "katz", "--server", box.base_url, "--json", NAMEDIAL_API_KEY=box.api_key)
    assert len(json.loads(done.stdout)["people"]) == 1


@pytest.mark.parametrize(
    ("arguments", "environment", "words"),
    [
        (("find", "5"), {"NAMEDIAL_PASSWORD": "wrong"}, "does not accept this sign-in"),
        (("find", "5"), {"NAMEDIAL_SERVER": "http://127.0.0.1:9"}, "No connection"),
        (("find", "5", "-d", "nowhere"), {}, "The account has: Company, Night Desk, Sales"),
        (("export", "Company", "/nowhere/company.pdf"), {}, "cannot be written"),
        (("export", "all", "x.pdf", "--from-server"), {}, "one directory only"),
        pytest.param(("call", "20 <01>"), {}, "cannot be dialled", marks=pytest.mark.phone),
    ],
)
def test_what_goes_wrong_is_said_without_a_traceback(box, arguments, environment, words):
    done = signed_in(box, *arguments, **environment)
    assert done.returncode == 1
    assert words in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


def test_nobody_signed_in_is_said(tmp_path):
    done = run("find", "5", HOME=str(tmp_path), XDG_CONFIG_HOME=str(tmp_path))
    assert done.returncode == 1
    assert "Nobody is signed in on this machine" in done.stderr


@pytest.mark.parametrize("more", [(), ("--page", "Letter"), ("--from-server",)])
def test_export_writes_a_pdf(box, tmp_path, more):
    out = tmp_path / "company.pdf"
    done = signed_in(box, "export", "Company", out, "--json", *more)
    assert json.loads(done.stdout)["bytes"] == out.stat().st_size
    assert out.read_bytes().startswith(b"%PDF")


@pytest.mark.poppler
def test_the_exported_pdf_has_everybody_with_title_and_number(box, tmp_path):
    out = tmp_path / "all.pdf"
    assert signed_in(box, "export", "all", out).returncode == 0
    text = subprocess.run(["pdftotext", out, "-"], capture_output=True, text=True, check=True).stdout
    for words in ("Katz", "Reception Lead", "2058", "Never at her desk", "Петров", "佐藤"):
        assert words in text


@pytest.mark.phone
def test_call_sends_keys_that_the_other_side_hears(box):
    done = signed_in(box, "call", "2003", "--keys", "528#", "--seconds", "0.2", "--sip-server", box.sip, "--json")
    told = json.loads(done.stdout)
    assert (done.returncode, told["connected"]) == (0, True)
    assert told["states"][-1]["keys"] == "528#"
    assert [state["state"] for state in told["states"]][-1] == "ended"
    assert "2003 heard 528#" in box.log


@pytest.mark.phone
def test_a_call_that_fails_exits_with_1_and_says_why(box):
    done = signed_in(box, "call", "2090", "--sip-server", box.sip)
    assert done.returncode == 1
    assert "busy" in done.stdout


def test_replay_counts_what_agrees():
    done = run("replay", VECTORS / "dialpad.jsonl.xz", VECTORS / "filter.jsonl.xz")
    assert done.returncode == 0
    assert "318 passed, 0 failed" in done.stdout
    assert "368 passed, 0 failed" in done.stdout


def test_replay_shows_the_first_differences_and_exits_with_1(tmp_path):
    file = tmp_path / "wrong.jsonl"
    lines = [{"kind": "dialpad", "text": "Ann", "expect": str(n)} for n in range(5)]
    file.write_text("".join(json.dumps(line) + "\n" for line in lines))
    done = run("replay", file)
    assert done.returncode == 1
    assert "0 passed, 5 failed" in done.stdout
    assert done.stdout.count("recorded") == 3
    told = json.loads(run("replay", file, "--json").stdout)
    assert told[0]["differences"][0] == {"line": 1, "recorded": "0", "ours": "266"}


@pytest.mark.parametrize("content", [b'{"kind": "opera"}\n', b"not json\n", b"[1]\n", b"\xff\xfe\n"])
def test_replay_says_what_it_cannot_read(tmp_path, content):
    file = tmp_path / "odd.jsonl"
    file.write_bytes(content)
    done = run("replay", file, tmp_path / "missing.jsonl")
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert "cannot be read" in done.stdout or "line 1" in done.stdout


def test_the_sandbox_can_start_from_an_own_account(tmp_path):
    file = tmp_path / "account.json"
    assert run("sandbox", "--write-account", file).returncode == 0
    file.write_text(file.read_text().replace("Katz", "Kowalczyk"))
    command = [sys.executable, "-m", "app", "sandbox", "--no-phones", "--with-parent", "--account", str(file)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as child:
        own = read_values(iter(child.stdout.readline, ""))
        assert own.sip == ""
        found = json.loads(signed_in(own, "find", "kowal", "--json").stdout)
        assert [person["last_name"] for person in found["people"]] == ["Kowalczyk"]
        child.stdin.close()
        assert child.wait(10) == 0


@pytest.mark.parametrize(
    ("option", "value", "said"),
    [
        ("--token-seconds", "-5", "refuses its own fresh sign-in as expired"),
        ("--bucket", "0", "asked too much at once"),
    ],
)
def test_the_sandboxs_limits_are_options(option, value, said):
    command = [sys.executable, "-m", "app", "sandbox", "--no-phones", "--with-parent", option, value]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as child:
        box = read_values(iter(child.stdout.readline, ""))
        assert said in signed_in(box, "directories", "list").stderr
        child.stdin.close()
        assert child.wait(10) == 0


@pytest.mark.parametrize("content", ["", "[]", '{"documents": 5}'])
def test_a_broken_account_file_is_said(tmp_path, content):
    file = tmp_path / "broken.json"
    file.write_text(content)
    done = run("sandbox", "--account", file)
    assert done.returncode == 1
    assert "broken.json" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_port_that_is_taken_is_said(box):
    done = run("sandbox", "--no-phones", "--port", box.base_url.rsplit(":", 1)[1])
    assert done.returncode == 1
    assert "cannot be used" in done.stderr


def test_a_sandbox_that_ends_too_early_is_told():
    with pytest.raises(SandboxFailedError):
        read_values(iter(["http://127.0.0.1:1\n", "account: x\n"]))
