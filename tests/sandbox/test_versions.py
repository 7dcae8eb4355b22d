"""What a client sees of the differences between 4.3, master and KAZOO 5."""

import httpx
import pytest

from app.sandbox import KAZOO_5, KAZOO_43, MASTER, Sandbox, sample_id, sandbox_in_thread
from tests.sandbox.talk import data_of, log_in, signed_in

ALL = pytest.mark.parametrize("version", [KAZOO_43, MASTER, KAZOO_5], ids=["4.3", "master", "5"])
COMPANY = sample_id("directory", "Company")


@pytest.fixture
def serving():
    """Start a sandbox of a version; returns it and a client that is signed in."""
    opened = []

    def start(version, **settings):
        context = sandbox_in_thread(Sandbox(version=version, **settings))
        sandbox = context.__enter__()
        client = signed_in(sandbox)
        opened.append((context, client))
        return sandbox, client

    yield start
    for context, client in opened:
        client.close()
        context.__exit__(None, None, None)


def members(client, **query):
    return [row["user_id"] for row in client.get(f"/directories/{COMPANY}", params=query).json()["data"]["users"]]


@ALL
def test_all_members_come_when_they_are_asked_for(serving, version):
    _, client = serving(version)
    assert len(members(client, paginate="false", page_size="5000")) == 61


def test_which_fifty_members_come_otherwise(serving):
    everybody = sorted(members(serving(MASTER)[1], paginate="false"))
    assert members(serving(KAZOO_43)[1]) == everybody[:50][::-1]
    assert members(serving(MASTER)[1]) == everybody[-50:][::-1]
    assert members(serving(KAZOO_5)[1]) == everybody[-50:][::-1]


def test_4_3_passes_over_a_start_key_where_master_shows_nobody(serving):
    assert len(members(serving(KAZOO_43)[1], start_key="abc")) == 50
    assert members(serving(MASTER)[1], start_key="abc") == []


@ALL
def test_users_are_listed_in_its_own_order(serving, version):
    _, client = serving(version)
    rows = data_of(client, "/users?paginate=false")
    ids = [row["id"] for row in rows]
    if version is MASTER:
        assert ids not in (sorted(ids), sorted(ids, reverse=True))
    else:
        assert ids == sorted(ids, reverse=version is KAZOO_5)


@ALL
def test_a_page_size_that_is_none(serving, version):
    answer = serving(version)[1].get("/users?page_size=many")
    expected = (200, 50) if version is KAZOO_43 else (404, None)
    assert (answer.status_code, answer.json().get("page_size")) == expected


@ALL
def test_the_oldest_api_is_served_by_4_3_alone(serving, version):
    sandbox, client = serving(version)
    answer = client.get(f"{sandbox.base_url}/v1/accounts/{sandbox.account_id}/users")
    assert answer.status_code == (200 if version is KAZOO_43 else 410)
    if version is KAZOO_43:
        assert "page_size" not in answer.json()
        refused = client.put(f"{sandbox.base_url}/v1/accounts/{sandbox.account_id}/directories", json={"data": {}})
        assert refused.json()["data"] == {"name": "Field is required but missing"}


def test_what_the_envelope_says_to_strangers(serving):
    told = {}
    for version in (KAZOO_43, MASTER, KAZOO_5):
        sandbox, client = serving(version)
        stranger = httpx.get(f"{sandbox.base_url}/v2/accounts/{sandbox.account_id}/users").json()
        told[version.number] = ("version" in stranger, stranger.get("auth_token"), "tokens" in stranger)
        assert client.get("/users").json()["version"] == version.number
    assert told == {
        KAZOO_43.number: (True, "undefined", False),
        MASTER.number: (False, None, True),
        KAZOO_5.number: (False, None, True),
    }


@ALL
def test_where_a_deleted_directory_says_so(serving, version):
    _, client = serving(version)
    answer = client.delete(f"/directories/{COMPANY}").json()
    if version is KAZOO_5:
        assert (answer["metadata"], "_read_only" in answer["data"]) == ({"deleted": True}, False)
    else:
        assert ("metadata" in answer, answer["data"]["_read_only"]) == (False, {"deleted": True})


@ALL
def test_search_fields_are_stored_by_all_and_checked_by_the_newer(serving, version):
    _, client = serving(version)
    assert client.patch(f"/directories/{COMPANY}", json={"data": {"search_fields": "both"}}).status_code == 200
    wrong = client.patch(f"/directories/{COMPANY}", json={"data": {"search_fields": "middle"}})
    assert wrong.status_code == (200 if version is KAZOO_43 else 400)


@ALL
def test_a_directory_sent_back_as_it_was_read(serving, version):
    _, client = serving(version)
    read = data_of(client, f"/directories/{COMPANY}")
    answer = client.post(f"/directories/{COMPANY}", json={"data": read})
    assert answer.status_code == (200 if version is KAZOO_5 else 400)
    if version is not KAZOO_5:
        assert "type" in answer.json()["data"]["users.0"]


def test_everybody_pays_in_4_3(serving):
    left = {}
    for version in (KAZOO_43, MASTER):
        _, client = serving(version, bucket_size=3, bucket_per_second=0.0)
        left[version.number] = [client.get("/directories").status_code for _ in range(4)]
    assert left == {KAZOO_43.number: [200, 200, 200, 429], MASTER.number: [200] * 4}


def test_kazoo_5_shows_chosen_fields(serving):
    asked = '/users?paginate=false&fields=["first_name","do_not_disturb.enabled","pvt_type"]'
    rows = {row["id"]: row for row in data_of(serving(KAZOO_5)[1], asked)}
    assert rows[sample_id("user", 2008)] == {
        "id": sample_id("user", 2008),
        "first_name": "Åsa",
        "do_not_disturb": {"enabled": True},
    }
    assert all("features" in row for row in data_of(serving(MASTER)[1], asked))


def test_kazoo_5_lists_every_device_with_its_state(serving):
    for version, expected in ((KAZOO_5, {False}), (MASTER, set())):
        rows = data_of(serving(version)[1], "/devices/status?paginate=false")
        assert {row["registered"] for row in rows} == expected


def test_kazoo_5_says_more_of_who_signed_in(serving):
    sandbox, _ = serving(KAZOO_5)
    told = log_in(sandbox).json()["data"]
    assert told["user_id"] == told["owner_id"]
    assert (told["user_info"]["full_name"], told["user_info"]["priv_level"]) == ("Alice Archer", "admin")


def test_a_percent_sign_in_an_id_is_lost_on_4_3_only(serving):
    for version, status in ((KAZOO_43, 404), (MASTER, 200)):
        _, client = serving(version)
        client.put("/directories", json={"data": {"name": "Odd", "id": "a%41"}})
        assert client.get("/directories/a%2541").status_code == status
