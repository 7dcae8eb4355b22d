"""Messages after RFC 4475, and some of our own, sent as they are: the engine stays, and shows no garbage.

Those of section 3.1.1 are strange but right, those of 3.1.2 are wrong; either may be a call, for the RFC leaves it to
whoever receives them, but none may be shown as garbage.
"""

import asyncio
import socket
from contextlib import closing

import pytest

from app.phone import EndKind
from app.phone.engine.invite import read_invite
from tests.phone.parties import connected, ended

pytestmark = [pytest.mark.phone, pytest.mark.anyio]

SDP = "v=0\r\no=far 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio 9 RTP/AVP 8\r\n"


def invite(*, body: str = SDP, start: str = "INVITE sip:desk@127.0.0.1 SIP/2.0", **headers: str | None) -> str:
    """An INVITE that is right but for `headers`; None leaves one out, `_` in a name is `-`."""
    wanted = {
        "Via": "SIP/2.0/UDP 127.0.0.1:{port};branch=z9hG4bK{number}",
        "Max-Forwards": "70",
        "From": "<sip:far@127.0.0.1>;tag={number}",
        "To": "<sip:desk@127.0.0.1>",
        "Call-ID": "torture{number}",
        "CSeq": "1 INVITE",
        "Contact": "<sip:far@127.0.0.1:{port}>",
        "Content-Type": "application/sdp",
        "Content-Length": str(len(body)),
    } | {name.replace("_", "-"): value for name, value in headers.items()}
    lines = [start, *(f"{name}: {value}" for name, value in wanted.items() if value is not None)]
    return "\r\n".join(lines) + "\r\n\r\n" + body


STRANGE = {
    "3.1.1.1 short tortuous": invite(
        start="INVITE sip:vivekg@127.0.0.1;unknownparam SIP/2.0",
        From='"J Rosenberg \\\\\\""       <sip:jdrosen@127.0.0.1>\r\n  ;\r\n  tag = {number}',
        NewFangledHeader="newfangled value\r\n continued newfangled value",
        UnknownHeaderWithUnusualValue=";;,,;;,;",
        Max_Forwards="0068",
    ),
    "3.1.1.2 wide range of characters": invite(
        start="!interesting-Method0123456789_*+`.%indeed'~ sip:1_unusual.URI~(to-be!sure)&isn't+it$/crazy?,/;;*"
        ":&it+has=1,weird!*pas$wo~d_too.(doesn't-it)@127.0.0.1 SIP/2.0",
        CSeq="139122385 !interesting-Method0123456789_*+`.%indeed'~",
    ),
    "3.1.1.3 escaped": invite(From="<sip:I%20have%20spaces@127.0.0.1>;tag={number}"),
    "3.1.1.4 escaped nulls": invite(From="<sip:null-%00-null@127.0.0.1>;tag={number}"),
    "3.1.1.6 no blank before the bracket": invite(From="caller<sip:caller@127.0.0.1>;tag={number}"),
    "3.1.1.7 long values": invite(
        From='"'
        + "I have a user name of extreme proportions " * 40
        + '" <sip:'
        + "longuser" * 40
        + "@127.0.0.1>;tag=1",
        Call_ID="longvaluetorture" * 30 + "{number}",
    ),
    "3.1.1.8 extra octets after the body": invite() + "REGISTER sip:127.0.0.1 SIP/2.0\r\n\r\n",
    "3.1.1.9 a semicolon in the user part": invite(From="<sip:user;par=u%40example.net@127.0.0.1>;tag={number}"),
    "3.1.1.10 many transports": invite(Via=", ".join(["SIP/2.0/UDP 127.0.0.1:{port};branch=z9hG4bKa"] * 60)),
    "3.1.1.12 an odd reason": "SIP/2.0 200 = 2**3 * 5**2 \u043d\u043e\r\nVia: SIP/2.0/UDP 127.0.0.1\r\n\r\n",
    "compact and folded": invite(
        **{"From": None, "f": '"Zo\u00eb" <sip:zoe@127.0.0.1>;tag={number}', "Call-ID": None, "i": "folded{number}"}
    ),
}
WRONG = {
    "3.1.2.1 extraneous separators": invite(Via="SIP/2.0/UDP 127.0.0.1;;,;,,"),
    "3.1.2.2 content length larger than the message": invite(Content_Length="9999"),
    "3.1.2.3 negative content length": invite(Content_Length="-999"),
    "3.1.2.4 scalars out of range": invite(CSeq="36893488147419103232 INVITE", Max_Forwards="300"),
    "3.1.2.6 unterminated quote": invite(From='"Mr. J. User <sip:j.user@127.0.0.1>;tag={number}'),
    "3.1.2.7 angle brackets around the request URI": invite(start="INVITE <sip:desk@127.0.0.1> SIP/2.0"),
    "3.1.2.8 blanks in the request URI": invite(start="INVITE sip:desk@127.0.0.1; lr SIP/2.0"),
    "3.1.2.9 blanks after the request URI": invite(start="INVITE sip:desk@127.0.0.1  SIP/2.0  "),
    "3.1.2.10 escaped headers in the request URI": invite(
        start="INVITE sip:desk@127.0.0.1?Route=%3Csip:evil.example%3E SIP/2.0"
    ),
    "3.1.2.13 a From that cannot be": invite(From="Bell, Alexander <sip:a.g.bell@127.0.0.1>;tag=43"),
    "3.1.2.16 another version": invite(start="INVITE sip:desk@127.0.0.1 SIP/7.0"),
    "3.1.2.17 methods that differ": invite(CSeq="1 OPTIONS"),
    "3.1.2.19 overlarge status": "SIP/2.0 4294967301 better not break the receiver\r\nCSeq: 1 INVITE\r\n\r\n",
    "3.3.1 nothing that is needed": "INVITE sip:desk@127.0.0.1 SIP/2.0\r\nCSeq: 193942 INVITE\r\n\r\n",
    "3.3.4 an unknown scheme": invite(start="INVITE nobodyKnowsThisScheme:totallyopaquecontent SIP/2.0"),
    "3.3.8 two of what there is one of": invite(From="<sip:a@127.0.0.1>;tag=1\r\nFrom: <sip:b@127.0.0.1>;tag=2"),
    "a bracket never closed": invite(From="<sip:far@127.0.0.1;tag={number}"),
    "nothing in From": invite(From=""),
    "a date that is none": invite(Expires="0 0l@company.com", Date="Fri, 01 Jan 2010 16:00:00 EST"),
    "SDP that is none": invite(body="v=0\r\nm=audio -1 RTP/AVP 99999\r\n"),
    "a body of nothing": invite(body="\0" * 900),
    "Replaces of nothing": invite(Replaces="nobody@nowhere;to-tag=1;from-tag=2"),
    "an extension nobody has": invite(Require="nothingSupportsThis"),
    "a REFER from nowhere": invite(
        start="REFER sip:desk@127.0.0.1 SIP/2.0", CSeq="1 REFER", Refer_To="<sip:+1900@127.0.0.1>", body=""
    ),
}
NO_CALLS = [
    "3.1.2.2 content length larger than the message",
    "3.1.2.6 unterminated quote",
    "a bracket never closed",
    "nothing in From",
]


@pytest.fixture
def wire():
    with closing(socket.socket(socket.AF_INET, socket.SOCK_DGRAM)) as far:
        far.bind(("127.0.0.1", 0))
        far.setblocking(False)
        yield far


def send(wire, desk, text, number):
    host, _, port = desk.phone.status.address.rpartition(":")
    mine = str(wire.getsockname()[1])
    message = text.replace("{port}", mine).replace("{number}", str(number))
    wire.sendto(message.encode(), (host, int(port)))


async def test_no_message_ends_the_engine_or_shows_garbage(party, wire):
    desk = await party(on_missed=lambda _: None)
    engine = desk.phone.engine_pid
    for number, text in enumerate((*STRANGE.values(), *WRONG.values())):
        send(wire, desk, text, number)
        await asyncio.sleep(0.03)
        for call in desk.calls:
            await desk.phone.reject(call.id, 603)
    for call in tuple(desk.calls):
        await desk.phone.until(call.id, ended, 40)
    assert desk.phone.engine_pid == engine
    assert all(ring.number.isprintable() and ring.name.isprintable() for ring in desk.rings)
    assert all(call.ending is None or call.ending.text.isprintable() for call in desk.told)
    assert any(ring.name == "Zo\u00eb" for ring in desk.rings)
    await (await party()).talk_to(desk)


@pytest.mark.parametrize("name", NO_CALLS)
async def test_what_only_looks_like_a_call_is_none(party, wire, name):
    desk = await party()
    send(wire, desk, WRONG[name], 1)
    send(wire, desk, invite(), 2)
    ring = await desk.rung()
    assert ring.sip_call_id == "torture2"
    assert {call.id for call in desk.told} == {ring.id}


async def test_a_second_invite_of_the_same_call_is_one_call(party, wire, seen):
    desk = await party()
    first = invite(Call_ID="twice", From="<sip:far@127.0.0.1>;tag=same")
    send(wire, desk, first, 1)
    ring = await desk.rung()
    send(wire, desk, first, 1)  # the same again, as when an answer was lost
    send(wire, desk, first, 2)  # by another way: a loop or a fork
    await asyncio.sleep(0.2)
    assert len(desk.rings) == 1
    await desk.phone.reject(ring.id, 486)
    assert (await desk.phone.until(ring.id, ended)).ending.kind is EndKind.TURNED_AWAY
    await (await party()).talk_to(desk)


async def test_nothing_typed_or_shown_adds_a_header(party, seen):
    """What could end a line is refused as a number, and left out of a name."""
    from app.phone import BadNumber, SipAccount

    desk = await party()
    evil = 'Ann"\r\nX-Evil: 1\r\n\r\nv=0 <sip:evil@example.com>'
    caller = await party(SipAccount("1001", "", "sip.test", desk.phone.status.address, "udp", False, evil))
    for number in ("2001\r\nX-Evil: 1", "sip:2001%0d%0aX-Evil:1@127.0.0.1", "2001\x00", "9" * 500):
        with pytest.raises(BadNumber):
            await caller.phone.call(number)
    call_id = await caller.phone.call("2001", name=evil)
    ring = await desk.rung()
    assert ring.name == 'Ann"X-Evil: 1v=0 <sip:evil@example.com>'
    assert (ring.number, ring.called) == ("1001", "2001")
    assert "\nX-Evil" not in await desk.phone.call_report(ring.id)
    await desk.phone.answer(ring.id)
    assert connected(await caller.phone.until(call_id, connected))


@pytest.mark.parametrize(("text", "called"), [("caller<sip:a@b>;tag=1", "caller"), ('"A, B" <sip:a@b>', "A, B")])
def test_a_caller_is_read_as_far_as_can_be(text, called):
    assert read_invite(invite(From=text)).name == called


@pytest.mark.parametrize(
    ("hint", "after"),
    [
        ({"Call_Info": "<sip:desk>;answer-after=2"}, 2.0),
        ({"Call_Info": "answer-after=0"}, 0.0),
        ({"Alert_Info": "<http://localhost>;info=alert-autoanswer"}, 0.0),
        ({"Alert_Info": "Auto Answer"}, None),
        ({}, None),
    ],
)
def test_an_intercom_asks_to_be_answered(hint, after):
    assert read_invite(invite(**hint)).answer_after_s == after
