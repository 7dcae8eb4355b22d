import pytest

from app.sandbox import sample_id
from tests.sandbox.talk import data_of, log_in, signed_in

ALICE = f"/users/{sample_id('user', 2001)}"
SALES = sample_id("directory", "Sales")


@pytest.fixture
def client(sandbox):
    with signed_in(sandbox) as client:
        yield client


def members(client):
    return [row["user_id"] for row in data_of(client, f"/directories/{SALES}?paginate=false")["users"]]


def test_a_member_comes_and_goes(client):
    bob = sample_id("user", 2002)
    added = {"data": {"directories": {SALES: sample_id("callflow", 2002)}}}
    assert client.patch(f"/users/{bob}", json=added).status_code == 200
    assert bob in members(client)
    client.patch(f"/users/{bob}", json={"data": {"directories": {SALES: None}}})
    assert bob not in members(client)
    assert sample_id("directory", "Night Desk") in data_of(client, f"/users/{bob}")["directories"]


def test_an_empty_map_takes_somebody_out_of_every_directory(client):
    client.patch(ALICE, json={"data": {"directories": {}}})
    assert data_of(client, ALICE)["directories"] == {}


@pytest.mark.parametrize(
    ("mapped", "shown"),
    [("", None), (5, "5"), (True, "true"), (["a", "b"], "ab"), ({"a": 1}, None), ("nowhere", "nowhere")],
)
def test_a_member_may_map_to_anything(client, mapped, shown):
    bob = sample_id("user", 2002)
    client.patch(f"/users/{bob}", json={"data": {"directories": {SALES: mapped}}})
    users = data_of(client, f"/directories/{SALES}?paginate=false")["users"]
    assert [row.get("callflow_id") for row in users if row["user_id"] == bob] == [shown]


def test_a_user_posted_without_a_name_loses_the_login(sandbox, client):
    whole = data_of(client, ALICE)
    del whole["username"], whole["id"]
    assert client.post(ALICE, json={"data": whole}).status_code == 200
    assert log_in(sandbox).status_code == 401


def test_a_number_in_use_is_refused_with_where(client):
    flow = {"module": "user", "data": {}}
    answer = client.put("/callflows", json={"data": {"numbers": ["2001"], "flow": flow}})
    message = f"Number 2001 exists in callflow {sample_id('callflow', 2001)} Alice Archer"
    assert answer.json()["data"] == {"numbers": {"unique": {"message": message, "cause": "2001"}}}


@pytest.mark.parametrize(
    ("typed", "stored"),
    [("3001", "3001"), ("(x)", "(x)"), ("4155550199", "+14155550199"), ("00442079460099", "+442079460099")],
)
def test_outside_numbers_are_written_in_one_way(client, typed, stored):
    answer = client.put("/callflows", json={"data": {"numbers": [typed]}})
    assert answer.json()["data"]["numbers"] == [stored]


def test_a_callflow_needs_a_number_or_a_pattern(client):
    answer = client.put("/callflows", json={"data": {"name": "Nowhere"}})
    assert list(answer.json()["data"]["numbers"]) == ["required"]


@pytest.mark.parametrize("typed", ["", " 4", "four", "1e3", None, True, [], {}])
def test_what_is_no_number_is_not_made_one(client, typed):
    answer = client.put("/directories", json={"data": {"name": "N", "min_dtmf": typed}})
    assert answer.json()["data"]["min_dtmf"]["type"]["value"] == typed


@pytest.mark.parametrize(("typed", "stored"), [("4", 4), (2.5, 3), ("2.5", 3), (4.0, 4)])
def test_what_erlang_takes_for_a_number_is_stored_as_one(client, typed, stored):
    answer = client.put("/directories", json={"data": {"name": "N", "min_dtmf": typed}})
    assert answer.json()["data"]["min_dtmf"] == stored


def test_a_list_cannot_be_patched_in(client):
    answer = client.patch(f"/directories/{SALES}", json={"data": []})
    assert (answer.status_code, answer.json()["message"]) == (500, "init failed")


def test_the_own_account_has_a_short_name(sandbox, client):
    answer = client.get(f"{sandbox.base_url}/v2/account/directories/{SALES}")
    assert answer.json()["data"]["name"] == "Sales"


def test_a_token_may_stand_in_the_query(sandbox, client):
    token = client.headers.pop("X-Auth-Token")
    assert client.get(f"/users?auth_token={token}").status_code == 200


def test_a_page_without_a_version_is_not_the_api(sandbox, client):
    answer = client.get(f"{sandbox.base_url}/accounts/{sandbox.account_id}/users")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/plain; charset=UTF-8")
