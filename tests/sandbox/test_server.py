import asyncio
import socket
import subprocess

import httpx
import pypdfium2
import pytest

from app.sandbox import Sandbox, sample_id, sandbox_in_thread
from tests.sandbox.talk import data_of, log_in, signed_in


def test_it_runs_in_the_loop_of_its_user():
    async def use():
        async with Sandbox() as sandbox, httpx.AsyncClient() as client:
            return (await client.get(f"{sandbox.base_url}/v2/accounts")).status_code

    assert asyncio.run(use()) == 404


def test_it_comes_back_at_the_same_place():
    async def use():
        sandbox = Sandbox()
        async with sandbox:
            first = sandbox.base_url
        async with sandbox:
            return first, sandbox.base_url

    first, second = asyncio.run(use())
    assert first == second


def test_it_listens_on_loopback_only(sandbox):
    assert sandbox.base_url.startswith("http://127.0.0.1:")


def test_a_taken_port_is_an_error():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(OSError, match="in use"), sandbox_in_thread(Sandbox(port=taken.getsockname()[1])):
            pass


def test_it_counts_requests(sandbox):
    with signed_in(sandbox) as client:
        client.get("/users?paginate=false")
    seen = [(request.method, request.path.rpartition("/")[2], request.status) for request in sandbox.seen]
    assert seen == [("PUT", "user_auth", 201), ("GET", "users", 200)]
    assert sandbox.seen[1].query == "paginate=false"


def test_a_token_ends_in_its_time():
    with sandbox_in_thread(Sandbox(token_seconds=-1)) as sandbox:
        with signed_in(sandbox) as client:
            answer = client.get("/users")
        assert (answer.status_code, answer.json()["message"]) == (401, "invalid credentials")


def test_registered_phones_and_calls_are_told(sandbox):
    alice, phone = sample_id("user", 2001), sample_id("device", 2001)
    sandbox.live.registered.add(phone)
    sandbox.live.channels.append({"uuid": "1", "owner_id": alice, "answered": True})
    with signed_in(sandbox) as client:
        assert data_of(client, "/devices/status") == [{"device_id": phone, "registered": True}]
        assert len(data_of(client, "/channels")) == len(data_of(client, f"/users/{alice}/channels")) == 1
        assert data_of(client, f"/users/{sample_id('user', 2002)}/channels") == []


def test_one_sandbox_knows_nothing_of_another(sandbox):
    with sandbox_in_thread(Sandbox()) as other, signed_in(other) as client:
        client.delete(f"/directories/{sample_id('directory', 'Sales')}")
        assert len(data_of(client, "/directories")) == 2
    with signed_in(sandbox) as client:
        assert len(data_of(client, "/directories")) == 3


def test_a_login_costs_a_token_of_the_bucket():
    with sandbox_in_thread(Sandbox(bucket_size=2, bucket_per_second=0.0)) as sandbox:
        assert [log_in(sandbox).status_code for _ in range(3)] == [201, 201, 429]


def test_a_stale_etag_is_not_modified_even_with_a_new_member(sandbox):
    directory = f"/directories/{sample_id('directory', 'Sales')}"
    with signed_in(sandbox) as client:
        etag = client.get(directory).headers["etag"]
        client.patch(
            f"/users/{sample_id('user', 2057)}",
            json={"data": {"directories": {sample_id("directory", "Sales"): sample_id("callflow", 2057)}}},
        )
        assert client.get(directory, headers={"If-None-Match": etag}).status_code == 304


def test_a_write_is_guarded_by_if_match(sandbox):
    directory = f"/directories/{sample_id('directory', 'Sales')}"
    with signed_in(sandbox) as client:
        etag = client.get(directory).headers["etag"]
        change = {"json": {"data": {"min_dtmf": 4}}, "headers": {"If-Match": etag}}
        assert client.patch(directory, **change).status_code == 200
        late = client.patch(directory, **change)
        assert (late.status_code, late.content) == (412, b"")


def test_names_in_the_pdf_are_garbled_as_on_paper(sandbox):
    with signed_in(sandbox) as client:
        answer = client.get(f"/directories/{sample_id('directory', 'Sales')}?accept=pdf")
    assert answer.headers["content-disposition"] == 'attachment; filename="Sample Company-directory.pdf"'
    document = pypdfium2.PdfDocument(answer.content)
    try:
        text = document[0].get_textpage().get_text_bounded()
    finally:
        document.close()
    assert "MÃ¼ller" in text
    assert "+442079460001" in text


def test_answers_are_compressed_for_who_can_read_it(sandbox):
    with signed_in(sandbox) as client:
        packed = client.get("/users")
        plain = client.get("/users", headers={"Accept-Encoding": "identity"})
    assert packed.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert packed.json()["data"] == plain.json()["data"]


@pytest.mark.poppler("qpdf")
def test_the_pdf_is_sound(sandbox, tmp_path):
    path = tmp_path / "company.pdf"
    with signed_in(sandbox) as client:
        query = "?accept=pdf&paginate=false"
        path.write_bytes(client.get(f"/directories/{sample_id('directory', 'Company')}{query}").content)
    checked = subprocess.run(["qpdf", "--check", path], capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout
