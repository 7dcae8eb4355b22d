"""Signing in to real sites over real HTTP: every way KAZOO knows, refusals, second factors, accounts below, proxies."""

import asyncio
import logging
import ssl
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar

import httpx
import pytest
import trustme

from app.kazoo import (
    ApiKey,
    Client,
    Forbidden,
    KazooError,
    PasswordLogin,
    SecondFactorNeeded,
    WrongCredentials,
    hash_password,
)
from app.kazoo.errors import AccountLocked, BadAuthorityFile, BadCertificate, BadProxy, Unreachable
from app.sandbox import KAZOO_5, SAMPLE_PASSWORD, Sandbox, sample_id, sandbox_in_thread
from tests.sandbox.talk import login_of

BRANCH = sample_id("account", "Sample Branch")
HASHES = {method: hash_password("alice", SAMPLE_PASSWORD, method) for method in ("sha", "md5")}


async def who(client):
    return client.session.account_name, client.session.owner_id


@pytest.mark.parametrize("method", ["sha", "md5"])
@pytest.mark.parametrize(
    ("known_by", "account"),
    [
        ("name_or_realm", "sample COMPANY"),
        ("name_or_realm", "Sample.Sandbox.example"),
        ("name", "Sample, Company!"),
        ("realm", "SAMPLE.sandbox.example"),
        ("phone_number", "+442079460001"),
    ],
)
def test_every_way_to_name_the_account(sandbox, talk, known_by, account, method):
    login = PasswordLogin(account, "alice", HASHES[method], method, known_by)
    assert talk(sandbox, who, login) == ("Sample Company", sample_id("user", 2001))


def test_an_api_key_is_nobody_in_particular(sandbox, talk):
    assert talk(sandbox, who, ApiKey(sandbox.sign_in.api_key)) == ("Sample Company", "")


@pytest.mark.parametrize(
    "login",
    [
        PasswordLogin("Sample Company", "alice", hash_password("alice", "wrong")),
        PasswordLogin("Sample Company", "alice", HASHES["md5"], "sha"),
        PasswordLogin("Nobody Ltd", "alice", HASHES["sha"]),
        PasswordLogin("+15550000000", "alice", HASHES["sha"], "sha", "phone_number"),
        ApiKey("0" * 64),
    ],
    ids=["password", "method", "account", "phone number", "api key"],
)
def test_a_wrong_sign_in_is_tried_once(sandbox, talk, login):
    with pytest.raises(WrongCredentials) as caught:
        talk(sandbox, who, login)
    assert len(sandbox.seen) == 1
    assert login.secret not in f"{caught.value!s}{caught.value!r}{caught.value.problem}"


def test_a_second_factor_is_asked_for_and_answered(sandbox, talk):
    sandbox.guards.codes["alice"] = "4711"

    async def answer(client):
        with pytest.raises(SecondFactorNeeded) as asked:
            await client.sign_in()
        with pytest.raises(SecondFactorNeeded):
            await client.sign_in("0000")
        await client.sign_in("4711")
        return asked.value, await client.directories()

    asked, directories = talk(sandbox, answer, sign_in=False)
    assert (asked.provider, asked.request["settings"]) == ("sandbox", {})
    assert len(directories) == 3


def test_a_session_that_needs_a_second_factor_again_asks_for_it_once(sandbox, talk):
    sandbox.guards.codes["alice"] = "4711"

    async def run_out(client):
        await client.sign_in("4711")
        sandbox.faults.expire_tokens()
        answers = await asyncio.gather(*(client.users() for _ in range(6)), return_exceptions=True)
        tries = len([seen for seen in sandbox.seen if seen.path.endswith("user_auth")])
        await client.sign_in("4711")
        return answers, tries, len(await client.users())

    answers, tries, users = talk(sandbox, run_out, sign_in=False)
    assert {type(each) for each in answers} == {SecondFactorNeeded}
    assert tries == 2
    assert users > 50


def test_a_locked_account_is_said_to_be_one():
    with sandbox_in_thread(Sandbox(version=KAZOO_5)) as sandbox:

        async def guess():
            login = PasswordLogin("Sample Company", "alice", "0" * 40)
            async with Client(sandbox.base_url, login) as client:
                return [type(await _failure(client.sign_in())) for _ in range(4)]

        assert asyncio.run(guess()) == [*[WrongCredentials] * 3, AccountLocked]


async def _failure(work):
    with pytest.raises(KazooError) as caught:
        await work
    return caught.value


def test_twenty_questions_with_an_old_token_sign_in_once(sandbox, talk):
    async def many(client):
        sandbox.faults.expire_tokens()
        return await asyncio.gather(*(client.directories() for _ in range(20)))

    assert all(len(each) == 3 for each in talk(sandbox, many))
    assert len([seen for seen in sandbox.seen if seen.path.endswith("user_auth")]) == 2


def test_accounts_below_are_reached_by_the_same_sign_in(sandbox, talk):
    async def switch(client):
        below = await client.descendants()
        async with client.in_account(below[0].id) as branch:
            found = (await branch.account()).name, [each.name for each in await branch.directories()]
        return below, found, branch.session == client.session, len(await client.directories())

    below, found, same, own = talk(sandbox, switch)
    assert [(each.id, each.name) for each in below] == [(BRANCH, "Sample Branch")]
    assert found == ("Sample Branch", ["Branch"])
    assert same
    assert own == 3
    assert len([seen for seen in sandbox.seen if seen.path.endswith("user_auth")]) == 1


def test_an_account_that_is_not_below_is_forbidden(sandbox, talk):
    """Signed in to the branch, the account above it is out of reach."""
    key = next(each for each in sandbox.store if each.account_id == BRANCH).account
    key["pvt_api_key"] = "b" * 64
    with pytest.raises(Forbidden):
        talk(sandbox, lambda client: client.in_account(sandbox.account_id).directories(), ApiKey("b" * 64))


def test_two_profiles_side_by_side(sandbox):
    async def both():
        alice, bob = login_of(sandbox), login_of(sandbox, "bob")
        async with Client(sandbox.base_url, alice) as one, Client(sandbox.base_url, bob) as other:
            await asyncio.gather(one.sign_in(), other.sign_in())
            await asyncio.gather(one.directories(), other.directories())
            return one.session.owner_id, other.session.owner_id

    assert asyncio.run(both()) == (sample_id("user", 2001), sample_id("user", 2002))


def test_the_log_has_request_ids_and_no_secret(sandbox, talk, caplog):
    with caplog.at_level(logging.INFO, "app.kazoo"):
        talk(sandbox, lambda client: client.change_directory(sample_id("directory", "Sales"), {"name": "N"}))
    records = [record for record in caplog.records if record.name == "app.kazoo"]
    assert [(record.method, record.status) for record in records] == [("PUT", 201), ("PATCH", 200)]
    assert len({record.request_id for record in records}) == 2
    assert all(record.request_id in record.getMessage() for record in records)
    assert HASHES["sha"] not in caplog.text
    assert "eyJ" not in caplog.text


class Proxy(BaseHTTPRequestHandler):
    """A proxy that knows one host: the sandbox under another name."""

    sandbox = ""
    asked: ClassVar[list[str]] = []

    def pass_on(self):
        self.asked.append(self.path)
        body = self.rfile.read(int(self.headers.get("content-length", 0)))
        kept = {name: value for name, value in self.headers.items() if name.lower() not in ("host", "connection")}
        url = self.path.replace("http://kazoo.test", self.sandbox)
        answer = httpx.request(self.command, url, headers=kept, content=body, trust_env=False)
        self.send_response(answer.status_code)
        self.send_header("content-length", str(len(answer.content)))
        self.end_headers()
        self.wfile.write(answer.content)

    do_GET = do_PUT = pass_on  # noqa: N815

    def log_message(self, *_):
        pass


@pytest.fixture
def proxy(sandbox):
    Proxy.sandbox, Proxy.asked = sandbox.base_url, []
    with ThreadingHTTPServer(("127.0.0.1", 0), Proxy) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def through(server, sandbox):
    async def run():
        async with Client(server, login_of(sandbox), attempts=1) as client:
            await client.sign_in()
            return len(await client.directories())

    return asyncio.run(run())


@pytest.mark.parametrize("variable", ["HTTP_PROXY", "ALL_PROXY"])
def test_a_proxy_of_the_environment_is_used(sandbox, proxy, monkeypatch, variable):
    monkeypatch.setenv(variable, proxy)
    assert through("http://kazoo.test", sandbox) == 3
    assert len(Proxy.asked) == 2


def test_this_machine_itself_is_never_asked_through_a_proxy(sandbox, proxy, monkeypatch):
    monkeypatch.setenv("ALL_PROXY", proxy)
    assert through(sandbox.base_url, sandbox) == 3
    assert Proxy.asked == []


@pytest.mark.parametrize("wrong", ["ftp://127.0.0.1:1", "http://[::1", "socks5://127.0.0.1:1"])
def test_a_proxy_that_is_none_is_told_before_anything_is_sent(sandbox, monkeypatch, wrong):
    monkeypatch.setenv("ALL_PROXY", wrong)
    with pytest.raises(BadProxy) as caught:
        through("http://kazoo.test", sandbox)
    assert "ALL_PROXY" in caught.value.problem.next_step


def test_a_proxy_that_is_not_there_is_no_connection(sandbox, monkeypatch):
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:9")
    with pytest.raises(Unreachable):
        through("http://kazoo.test", sandbox)


class Page(BaseHTTPRequestHandler):
    """Something behind TLS."""

    def do_PUT(self):
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_):
        pass


@pytest.fixture
def tls():
    """A server whose certificate an authority of its own signed; its address and the authority."""
    authority = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    with ThreadingHTTPServer(("127.0.0.1", 0), Page) as server:
        server.handle_error = lambda *_: None
        server.socket = context.wrap_socket(server.socket, server_side=True)
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        yield f"https://127.0.0.1:{server.server_port}", authority
        server.shutdown()
        thread.join()


def sign_in_error(server, ca_file=None):
    async def run():
        async with Client(server, ApiKey("k" * 64), ca_file=ca_file) as client:
            await client.sign_in()

    with pytest.raises(KazooError) as caught:
        asyncio.run(run())
    return caught.value


def test_a_sites_own_authority_is_trusted_when_named_and_only_then(tls, tmp_path, monkeypatch):
    server, authority = tls
    file, other = tmp_path / "ca.pem", tmp_path / "other.pem"
    authority.cert_pem.write_to_path(file)
    trustme.CA().cert_pem.write_to_path(other)
    assert "no envelope" in sign_in_error(server, file).detail  # TLS was fine
    assert isinstance(sign_in_error(server), BadCertificate)
    assert isinstance(sign_in_error(server, other), BadCertificate)
    monkeypatch.setenv("SSL_CERT_FILE", str(other))
    monkeypatch.setenv("PYTHONHTTPSVERIFY", "0")
    assert isinstance(sign_in_error(server), BadCertificate)


def test_an_authority_that_is_no_certificate_is_told(tmp_path):
    (tmp_path / "ca.pem").write_text("no certificate")
    with pytest.raises(BadAuthorityFile):
        Client("https://kazoo.test", ApiKey("k"), ca_file=tmp_path / "ca.pem")
