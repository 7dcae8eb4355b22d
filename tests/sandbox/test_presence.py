"""How people of the sandbox are, for a phone that subscribes over real SIP."""

import asyncio

import pytest

from app.phone import Open, Phone, SipAccount
from app.sandbox import Box, sample_account
from app.sandbox.presence import Notifier
from app.sandbox.registrar import header


def subscribe(event="presence", expires="300", to="<sip:2001@sample.test>"):
    return (
        "SUBSCRIBE sip:2001@sample.test SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1:5071;branch=z9hG4bK1\r\n"
        f"From: <sip:a@sample.test>;tag=aa\r\nTo: {to}\r\nCall-ID: one\r\nCSeq: 1 SUBSCRIBE\r\n"
        f"Contact: <sip:a@127.0.0.1:5071>\r\nEvent: {event}\r\nExpires: {expires}\r\nContent-Length: 0\r\n\r\n"
    )


def answers(message, state="open"):
    return Notifier(lambda user: state if user == "2001" else None).answer(
        message, "sip:2001@sample.test", "127.0.0.1:5070"
    )


def test_a_subscription_is_accepted_and_told_at_once():
    accepted, notify = answers(subscribe())
    assert accepted.startswith("SIP/2.0 200 OK")
    assert header(accepted, "expires") == "300"
    assert notify.startswith("NOTIFY sip:a@127.0.0.1:5071 SIP/2.0\r\n")
    assert header(notify, "from") == header(accepted, "to")
    assert "<basic>open</basic>" in notify
    assert header(notify, "content-length") == str(len(notify.partition("\r\n\r\n")[2]))


def test_a_renewal_counts_on_and_an_end_ends_it():
    notifier = Notifier(lambda user: "away")
    first, _ = notifier.answer(subscribe(), "sip:2001@sample.test", "127.0.0.1:5070")
    again = subscribe(to=header(first, "to"))
    _, notify = notifier.answer(again, "sip:2001@sample.test", "127.0.0.1:5070")
    assert header(notify, "cseq") == "2 NOTIFY"
    assert "<rpid:away/>" in notify
    _, last = notifier.answer(subscribe(expires="0", to=header(first, "to")), "sip:2001@sample.test", "127.0.0.1:5070")
    assert header(last, "subscription-state").startswith("terminated")
    assert header(last, "content-length") == "0"


@pytest.mark.parametrize(
    ("message", "state", "status"),
    [
        (subscribe("message-summary"), "open", "489"),
        (subscribe("dialog;sla"), "open", "489"),
        (subscribe(), None, "404"),
    ],
)
def test_what_is_not_told(message, state, status):
    (refused,) = answers(message, state)
    assert refused.startswith(f"SIP/2.0 {status} ")


async def _seen(numbers):
    seen = {}
    everybody = asyncio.Event()

    def take(presence):
        seen[presence.number] = presence.activity
        if numbers <= seen.keys():
            everybody.set()

    async with Box(sample_account(), 0, lambda line: None) as box:
        phone = Phone(on_presence=take, settings=Open(address="127.0.0.1", sound=False))
        account = SipAccount("phone2001", "sandbox-2001", "sample.test", server=box.sip)
        try:
            await phone.start(account)
            await phone.watch(numbers)
            async with asyncio.timeout(20):
                await everybody.wait()
            return dict(seen)  # a phone that closes knows of nobody any more
        finally:
            await phone.close()


@pytest.mark.phone
def test_a_phone_sees_who_is_free_busy_away_and_gone():
    expected = {"2003": "available", "2090": "busy", "2091": "away", "2093": "offline"}
    assert asyncio.run(_seen(frozenset(expected))) == expected
