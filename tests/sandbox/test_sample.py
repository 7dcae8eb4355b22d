import unicodedata

import httpx
import pytest

from app.sandbox import sample_id
from tests.sandbox.talk import data_of, signed_in

ALL = "?paginate=false&page_size=5000"


@pytest.fixture
def client(sandbox):
    with signed_in(sandbox) as client:
        yield client


@pytest.mark.parametrize(("name", "size"), [("Company", 61), ("Sales", 9), ("Night Desk", 4)])
def test_directories_have_members(client, name, size):
    directory = data_of(client, f"/directories/{sample_id('directory', name)}{ALL}")
    assert directory["name"] == name
    assert len(directory["users"]) == size


def test_a_whole_company_does_not_fit_on_one_page(client):
    assert len(data_of(client, f"/directories/{sample_id('directory', 'Company')}")["users"]) == 50


def test_each_directory_has_a_number(client):
    callflows = data_of(client, f"/callflows{ALL}")
    assert {row["numbers"][0] for row in callflows if "directory" in row["modules"]} == {"411", "412", "413"}


def test_what_can_be_odd_is_there(client):
    members = data_of(client, f"/directories/{sample_id('directory', 'Company')}{ALL}")["users"]
    numbers = {row["id"]: row["numbers"] for row in data_of(client, f"/callflows{ALL}")}
    mapped = [row.get("callflow_id") for row in members]
    assert mapped.count(None) == 1
    assert sum(callflow is not None and callflow not in numbers for callflow in mapped) == 1
    found = [numbers[callflow] for callflow in mapped if callflow in numbers]
    assert [] in found
    assert ["+442079460046"] in found
    assert ["+442079460001", "2003"] in found


def test_names_are_of_many_kinds(client):
    users = data_of(client, f"/users{ALL}")
    names = [(user["first_name"], user["last_name"]) for user in users]
    assert len(names) > 55
    assert len(names) - len(set(names)) == 1
    assert sum(last == "" for _, last in names) == 1
    assert any(not unicodedata.is_normalized("NFC", first) for first, _ in names)
    scripts = {unicodedata.name(first[0]).split()[0] for first, _ in names}
    expected = {"LATIN", "GREEK", "CYRILLIC", "ARABIC", "HEBREW", "DEVANAGARI", "THAI", "CJK", "HIRAGANA", "HANGUL"}
    assert expected <= scripts


def test_the_first_user_has_a_softphone(sandbox, client):
    owner = client.get(f"{sandbox.base_url}/v2/token_auth").json()["data"]["owner_id"]
    (device,) = data_of(client, f"/users/{owner}/devices?paginate=false")
    assert device["device_type"] == "softphone"
    sip = data_of(client, f"/devices/{device['id']}")["sip"]
    assert (sip["username"], sip["password"]) == ("phone2001", "sandbox-2001")


def test_the_api_key_signs_in(sandbox):
    answer = httpx.put(f"{sandbox.base_url}/v2/api_auth", json={"data": {"api_key": sandbox.sign_in.api_key}})
    assert answer.status_code == 201
    assert "owner_id" not in answer.json()["data"]
