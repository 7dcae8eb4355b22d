"""`namedial simulate` as a script would use it."""

import json
import os
import subprocess
import sys

from app.sandbox import write_sample

SALES = """\
directory = "Sales"
[[caller]]
name = "Laura"
keys = "528"
reaches = "2058"
"""


def run(folder, *arguments, **signed_in):
    clean = {name: value for name, value in os.environ.items() if not name.startswith("NAMEDIAL_")}
    return subprocess.run(
        [sys.executable, "-m", "app", "simulate", *map(str, arguments)],
        env={**clean, **signed_in, "COLUMNS": "100", "HOME": str(folder), "XDG_CONFIG_HOME": str(folder)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def scenario(folder, text, name="sales"):
    file = folder / f"{name}.caller.toml"
    file.write_text(text, encoding="utf-8")
    return file


def test_files_are_reported_caller_by_caller(tmp_path):
    wrong = scenario(tmp_path, SALES.replace("2058", "2059"), "wrong")
    done = run(tmp_path, "--sample", scenario(tmp_path, SALES), wrong)
    assert done.returncode == 1
    assert "ok    Laura  reaches Laura Katz, 2058, 3.65 s" in done.stdout
    assert "FAIL  Laura" in done.stdout
    assert "expected  reaches 2059" in done.stdout
    assert "1.25 s  caller  528" in done.stdout
    assert done.stdout.endswith(f"{wrong}:2: Laura\n1 passed, 1 failed\n")


def test_a_saved_account_file_and_json(tmp_path):
    account = tmp_path / "account.json"
    write_sample(account)
    own = scenario(tmp_path, 'account = "account.json"\n' + SALES, "own")
    done = run(tmp_path, own, scenario(tmp_path, SALES), "--account-file", account, "--json")
    told = json.loads(done.stdout)
    assert done.returncode == 0
    assert [one["callers"][0]["number"] for one in told] == ["2058", "2058"]


def test_files_that_cannot_be_used_exit_with_2(tmp_path):
    broken = scenario(tmp_path, SALES.replace("keys", "kyes"))
    done = run(tmp_path, "--sample", broken)
    assert done.returncode == 2
    assert f'{broken}:4: unknown key "kyes" in [caller]. Did you mean "keys"?' in done.stdout
    assert "Traceback" not in done.stderr
    signed_out = run(tmp_path, scenario(tmp_path, SALES))
    assert (signed_out.returncode, "Nobody is signed in" in signed_out.stderr) == (2, True)


def test_one_caller_at_once(tmp_path):
    done = run(tmp_path, "--sample", "--directory", "Sales", "--keys", "52#1", "--profile", "kazoo-5")
    assert done.returncode == 0
    assert done.stdout.splitlines()[-1] == "    1.65 s  end     reaches Laura Katz, 2058; 1 not pressed any more"


def test_what_goes_wrong_with_one_caller_is_said(tmp_path):
    for arguments, words in (
        (("--sample", "-d", "Sales", "--keys", "52A"), "does not read the keys A to D"),
        (("--sample", "-d", "Salse", "--keys", "52"), "The account has: Branch, Company, Night Desk, Sales"),
        (("--sample",), "Give files, or --directory"),
    ):
        done = run(tmp_path, *arguments)
        assert (done.returncode, words in done.stderr) == (1, True)
        assert "Traceback" not in done.stderr


def test_one_caller_at_once_on_the_live_account(tmp_path, sandbox):
    signed_in = {"NAMEDIAL_SERVER": sandbox.base_url, "NAMEDIAL_API_KEY": sandbox.sign_in.api_key}
    done = run(tmp_path, "--directory", "Sales", "--keys", "528#1", **signed_in)
    assert done.returncode == 0
    assert done.stdout.splitlines()[-1].endswith("reaches Laura Katz, 2058; 1 not pressed any more")
