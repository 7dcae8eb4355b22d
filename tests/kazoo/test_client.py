"""What the client makes of Crossbar's answers, of broken ones and of none."""

import asyncio
import json

import httpx
import pytest

from app.kazoo import ApiKey, Client, KazooError, PasswordLogin, WrongCredentials, api_root, hash_password
from app.kazoo import errors as all_errors
from app.kazoo.errors import (
    AccountLocked,
    BadAddress,
    BadCertificate,
    BrokenAnswer,
    Forbidden,
    Invalid,
    NotFound,
    NotKazoo,
    PdfNotRendered,
    Redirected,
    SecondFactorNeeded,
    ServerFault,
    SignedOut,
    TimedOut,
    TooManyRequests,
    Unreachable,
)

STOCK_PAGE = {"content-disposition": 'attachment; filename="file.pdf"'}
LOGIN = PasswordLogin("Sample Company", "Alice", hash_password("Alice", "secret"))


def envelope(data, **more):
    return {"data": data, "status": "success", "request_id": "r", "auth_token": "t1", **more}


def refusal(status, message, data=None):
    return httpx.Response(
        status, json={"data": data or {}, "status": "error", "error": str(status), "message": message}
    )


SIGNED_IN = envelope({"account_id": "a1", "owner_id": "u1", "account_name": "Sample Company", "language": "en-us"})


class Server:
    """Answers as told, and remembers what was asked."""

    def __init__(self, *answers):
        self.answers = list(answers)
        self.asked = []
        self.sign_ins = 0

    def __call__(self, request):
        self.asked.append(request)
        if request.url.path.endswith("_auth"):
            self.sign_ins += 1
            return httpx.Response(201, json={**SIGNED_IN, "auth_token": f"t{self.sign_ins}"})
        answer = self.answers.pop(0) if self.answers else httpx.Response(200, json=envelope([]))
        if isinstance(answer, Exception):
            raise answer
        return answer


def ask(server, question, login=LOGIN, attempts=1):
    async def run():
        async with Client(
            "http://kazoo.test", login, transport=httpx.MockTransport(server), attempts=attempts
        ) as client:
            await client.sign_in()
            return await question(client)

    return asyncio.run(run())


@pytest.mark.parametrize(
    ("server", "root"),
    [
        ("kazoo.test:8443", "https://kazoo.test:8443/v2"),
        (" http://kazoo.test:8000/ ", "http://kazoo.test:8000/v2"),
        ("https://kazoo.test/api/v2", "https://kazoo.test/api/v2"),
        ("HTTPS://[::1]:8443//", "HTTPS://[::1]:8443/v2"),
        ("http://kazoo.test.:8000", "http://kazoo.test.:8000/v2"),
        ("kazöo.test", "https://kazöo.test/v2"),
        ("http://127.0.0.1:8000", "http://127.0.0.1:8000/v2"),
    ],
)
def test_whatever_is_entered_as_server_leads_to_v2(server, root):
    assert api_root(server) == root


@pytest.mark.parametrize(
    "server",
    [
        pytest.param("", id="nothing"),
        pytest.param(":", id="a colon"),
        pytest.param("https://", id="no host"),
        pytest.param("https:///v2", id="no host but a path"),
        pytest.param("https:/kazoo.test", id="one slash"),
        pytest.param("ftp://kazoo.test", id="another scheme"),
        pytest.param("https://[::1", id="half an IPv6 address"),
        pytest.param("kazoo.test:99999", id="port too high"),
        pytest.param("kazoo.test:0", id="port nought"),
        pytest.param("kazoo.test:port", id="port in words"),
        pytest.param("kazoo test", id="a blank"),
        pytest.param("kazoo..test", id="an empty part"),
        pytest.param("a" * 64 + ".test", id="a part too long"),
        pytest.param("256.1.1.1", id="no IPv4 address"),
        pytest.param("kazoo.test/\x00", id="a control character"),
        pytest.param("kazoo.test?a=b", id="a query"),
        pytest.param("http://user:hush@kazoo.test", id="a password"),
        pytest.param("user:hush@kazoo.test:8443", id="a password without scheme"),
        pytest.param("https://hush@", id="a user only"),
    ],
)
def test_what_cannot_be_an_address_is_refused_before_anything_is_sent(server):
    with pytest.raises(BadAddress) as caught:
        Client(server, LOGIN)
    problem = caught.value.problem
    assert "https://HOST:PORT" in problem.next_step
    assert "hush" not in f"{caught.value!s}{caught.value!r}{caught.value.url}{caught.value.detail}{problem}"


@pytest.mark.parametrize("url", ["", "https://[::1", ":", "https://h:99999/x", "http://u:hush@h:80/x", "x" * 9999])
@pytest.mark.parametrize("name", all_errors.__all__)
def test_every_error_has_a_problem_whatever_the_url(name, url):
    error = getattr(all_errors, name)
    if error is KazooError:
        return
    made = error(url, "{odd} words.")
    assert "hush" not in f"{made!s}{made.url}{made.problem}"
    assert ".." not in made.problem.happened
    assert made.problem.happened.endswith(".")


def test_errors_name_host_and_port_only():
    assert "at kazoo.test:8443." in Forbidden("https://u:hush@kazoo.test:8443/v2/accounts").problem.happened


@pytest.mark.parametrize("name", all_errors.__all__)
def test_no_error_speaks_of_a_screen_or_a_menu(name):
    error = getattr(all_errors, name)
    words = f"{getattr(error, 'happened', '')} {error.kept} {getattr(error, 'next_step', '')}"
    assert "screen" not in words
    assert "menu" not in words.lower()
    assert "File," not in words


def test_the_tree_of_errors_is_drawn_whole():
    for name in all_errors.__all__:
        assert f"{name} " in all_errors.__doc__ or name == "KazooError"


def test_the_hash_is_kazoos_with_the_user_name_in_lower_case():
    assert hash_password(" Alice ", "pässword") == hash_password("alice", "pässword")
    assert hash_password("alice", "Wonder-1and") == "0eb757aa69da6e51c8cf790f50dc834883190058"


def sent_at_sign_in(login):
    server = Server()
    ask(server, lambda client: client.users(), login=login)
    return json.loads(server.asked[0].content)["data"]


def test_a_sign_in_sends_a_hash_and_no_password():
    body = sent_at_sign_in(LOGIN)
    assert body == {"credentials": LOGIN.password_hash, "method": "sha", "account_name": "Sample Company"}


def test_what_may_be_a_realm_is_sent_as_both():
    body = sent_at_sign_in(PasswordLogin("Sample.Example.com ", "alice", "h"))
    assert (body["account_realm"], body["account_name"]) == ("sample.example.com", "Sample.Example.com")


def test_a_session_knows_the_account_and_the_person():
    session = ask(Server(), lambda client: asyncio.sleep(0, client.session))
    assert (session.account_id, session.owner_id, session.account_name) == ("a1", "u1", "Sample Company")


def test_an_api_key_is_sent_alone():
    server = Server()
    ask(server, lambda client: client.users(), login=ApiKey("k" * 64))
    assert json.loads(server.asked[0].content) == {"data": {"api_key": "k" * 64}}


def test_secrets_do_not_show():
    assert LOGIN.password_hash not in repr(LOGIN)
    assert "kkkk" not in repr(ApiKey("k" * 64))


def test_lists_are_asked_for_whole():
    server = Server()
    ask(server, lambda client: client.users())
    query = server.asked[-1].url.params
    assert (query["paginate"], query["page_size"]) == ("false", "5000")
    assert server.asked[-1].headers["X-Auth-Token"] == "t1"
    assert server.asked[-1].headers["X-Request-ID"]


def test_an_id_with_a_slash_stays_one_segment():
    server = Server(httpx.Response(200, json=envelope({"id": "a/b%", "name": "x"})))
    assert ask(server, lambda client: client.directory("a/b%")).id == "a/b%"
    assert server.asked[-1].url.raw_path.startswith(b"/v2/accounts/a1/directories/a%2Fb%25?")


def test_an_expired_token_is_renewed_once_and_the_question_asked_again():
    server = Server(
        refusal(401, "invalid credentials"), httpx.Response(200, json=envelope([{"id": "u", "first_name": "A"}]))
    )
    users = ask(server, lambda client: client.users())
    assert [user.first_name for user in users] == ["A"]
    assert server.sign_ins == 2
    assert server.asked[-1].headers["X-Auth-Token"] == "t2"


def test_many_questions_with_an_expired_token_share_one_sign_in():
    server = Server()

    def answer(request):
        old = request.headers.get("X-Auth-Token") == "t1"
        return refusal(401, "invalid credentials") if old else server(request)

    async def six(client):
        return await asyncio.gather(*(client.users() for _ in range(6)))

    assert ask(answer, six) == [[]] * 6
    assert server.sign_ins == 2


def test_reads_are_tried_again_when_the_server_is_busy():
    server = Server(refusal(429, "too_many_requests"), httpx.Response(503), httpx.Response(200, json=envelope([])))
    import stamina

    with stamina.set_testing(True, attempts=3):
        assert ask(server, lambda client: client.users(), attempts=3) == []


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        pytest.param(refusal(401, "invalid_credentials"), SignedOut, id="refused again after a fresh sign-in"),
        pytest.param(refusal(403, "forbidden"), Forbidden, id="forbidden"),
        pytest.param(refusal(404, "bad_identifier"), NotFound, id="gone"),
        pytest.param(refusal(429, "too_many_requests"), TooManyRequests, id="too many"),
        pytest.param(httpx.Response(500), ServerFault, id="a bare 500"),
        pytest.param(httpx.Response(502, text="<html>Bad gateway</html>"), ServerFault, id="a proxy's page"),
        pytest.param(refusal(503, "datastore_unreachable"), ServerFault, id="no database"),
        pytest.param(httpx.Response(200, text="Hello"), NotKazoo, id="not JSON"),
        pytest.param(httpx.Response(200, json={"hello": 1}), NotKazoo, id="not an envelope"),
        pytest.param(httpx.Response(200, json=envelope("x")), NotKazoo, id="data of another kind"),
        pytest.param(httpx.Response(200, content=b'{"data": [\xff'), NotKazoo, id="cut and not UTF-8"),
        pytest.param(httpx.Response(404, text="nginx"), NotKazoo, id="another server's 404"),
        pytest.param(httpx.Response(302, headers={"location": "https://elsewhere.test/"}), Redirected, id="redirect"),
        pytest.param(httpx.ReadTimeout("slow"), TimedOut, id="too slow"),
        pytest.param(httpx.ConnectError("refused"), Unreachable, id="down"),
        pytest.param(httpx.RemoteProtocolError("cut"), Unreachable, id="cut off"),
        pytest.param(httpx.DecodingError("Error -3."), BrokenAnswer, id="broken compression"),
        pytest.param(httpx.TooManyRedirects("round"), Unreachable, id="anything else of a request"),
    ],
)
def test_every_failure_has_its_name_and_its_words(answer, error):
    answers = [answer, answer] if error is SignedOut else [answer]
    with pytest.raises(error) as caught:
        ask(Server(*answers), lambda client: client.users())
    problem = caught.value.problem
    assert "kazoo.test" in problem.happened
    assert problem.next_step
    assert "{" not in problem.happened + problem.next_step


def test_a_body_that_does_not_decompress_is_told():
    def answer(request):
        if request.url.path.endswith("_auth"):
            return httpx.Response(201, json=SIGNED_IN)
        return httpx.Response(200, headers={"content-encoding": "gzip"}, stream=httpx.ByteStream(b"no gzip"))

    with pytest.raises(BrokenAnswer):
        ask(answer, lambda client: client.users())


def test_a_token_never_follows_a_redirect():
    server = Server(httpx.Response(302, headers={"location": "https://elsewhere.test/"}))
    with pytest.raises(Redirected):
        ask(server, lambda client: client.users())
    assert {request.url.host for request in server.asked} == {"kazoo.test"}


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (refusal(401, "invalid_credentials", {"message": "invalid credentials"}), WrongCredentials),
        (refusal(401, "account_is_locked"), AccountLocked),
        (refusal(401, "invalid_credentials", {"multi_factor_request": {}}), SecondFactorNeeded),
        (refusal(404, "not_found"), NotKazoo),
        (httpx.Response(200, text="welcome"), NotKazoo),
        (httpx.Response(200, json={"status": "success", "data": {}}), NotKazoo),
    ],
)
def test_a_refused_sign_in_says_why(answer, error):
    async def run():
        transport = httpx.MockTransport(lambda request: answer)
        async with Client("http://kazoo.test", LOGIN, transport=transport) as client:
            await client.sign_in()

    with pytest.raises(error):
        asyncio.run(run())


def test_an_unknown_api_key_is_a_refused_sign_in():
    async def run():
        transport = httpx.MockTransport(lambda request: refusal(404, "bad identifier", ["k"]))
        async with Client("http://kazoo.test", ApiKey("k"), transport=transport) as client:
            await client.sign_in()

    with pytest.raises(WrongCredentials):
        asyncio.run(run())


def test_kazoos_complaints_are_told_per_field():
    complaint = {"name": {"required": {"message": "Field is required but missing"}}, "min_dtmf": {"type": {}}}
    with pytest.raises(Invalid) as caught:
        ask(Server(refusal(400, "validation error", complaint)), lambda client: client.users())
    assert caught.value.fields == {"name": "Field is required but missing", "min_dtmf": "type"}


def test_odd_documents_do_not_hide_the_others():
    rows = [{"id": "u1", "first_name": 3, "last_name": None}, "junk", {"id": "u2", "first_name": "B", "features": "x"}]
    users = ask(Server(httpx.Response(200, json=envelope(rows))), lambda client: client.users())
    assert [(user.id, user.first_name, user.features) for user in users] == [("u1", "", ()), ("u2", "B", ())]


def test_a_directory_is_read_whatever_stands_in_users():
    users = [{"user_id": "u1"}, "u2", {"user_id": True}, {"user_id": "u3", "callflow_id": 5}]
    document = {"id": "d", "name": "D", "min_dtmf": "x", "users": users}
    directory = ask(Server(httpx.Response(200, json=envelope(document))), lambda client: client.directory("d"))
    assert [(member.user_id, member.callflow_id) for member in directory.members] == [("u1", ""), ("u3", "")]
    assert directory.min_dtmf == 3


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (
            httpx.Response(200, content=b"%PDF-1.3 ", headers=STOCK_PAGE),
            PdfNotRendered,
        ),
        (httpx.Response(200, content=b"<html>"), NotKazoo),
        (httpx.Response(404, json={"data": {}, "status": "error", "message": "bad_identifier"}), NotFound),
    ],
)
def test_a_pdf_that_is_none_is_told(answer, error):
    with pytest.raises(error):
        ask(Server(answer), lambda client: client.directory_pdf("d"))


def test_a_reason_of_the_system_comes_without_its_number():
    server = Server(httpx.ConnectError("[Errno -2] Name or service not known"))
    with pytest.raises(Unreachable) as caught:
        ask(server, lambda client: client.users())
    assert caught.value.problem.happened == "No connection to kazoo.test: Name or service not known."


def test_leaving_gives_up_what_is_still_under_way():
    async def never(request):
        if not request.url.path.endswith("_auth"):
            await asyncio.Event().wait()
        return httpx.Response(201, json=SIGNED_IN)

    async def run():
        async with Client("http://kazoo.test", LOGIN, transport=httpx.MockTransport(never)) as client:
            await client.sign_in()
            waiting = asyncio.ensure_future(client.users())
            await asyncio.sleep(0.01)
        return waiting.cancelled()

    assert asyncio.run(run())


def test_every_error_has_words():
    for name in all_errors.__all__:
        kind = getattr(all_errors, name)
        if kind is KazooError:
            continue
        error = kind("http://kazoo.test/x", "detail")
        problem = error.problem
        assert problem.happened.endswith("."), name
        assert problem.next_step.endswith("."), name
    assert BadCertificate.kept
