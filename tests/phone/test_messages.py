import errno
import typing

import msgspec
import pytest
from attrs import evolve

from app import phone
from app.phone import PhoneError, SipAccount, phone_available
from app.phone.messages import (
    Account,
    CallProgress,
    Command,
    Dial,
    Event,
    PlayTone,
    Registration,
    Tone,
    decode_command,
    decode_event,
    encode,
)
from app.phone.status import PhoneState, PhoneStatus, account_status, untold_status, with_accounts

SECRET = "s3cr3t-pass"


def test_a_message_is_one_line_and_comes_back():
    dial = Dial(call="c1", uri="sip:2001@example.com\n")
    assert encode(dial).count(b"\n") == 1
    assert decode_command(encode(dial)) == dial
    tone = PlayTone(call="c1", tones=(Tone(440, 100), Tone(620, 100, 50, 700)))
    assert decode_command(encode(tone)) == tone
    ended = CallProgress(call="c1", state="ended", status=486, reason="Busy Here", cause=17)
    assert decode_event(encode(ended)) == ended


@pytest.mark.parametrize("line", [b"", b"{}", b'{"do":"eat"}', b'{"do":"dial","call":1}', b"[]", b"\xff"])
def test_a_line_that_is_no_command_is_refused(line):
    with pytest.raises((msgspec.MsgspecError, UnicodeDecodeError)):
        decode_command(line)


@pytest.mark.parametrize("union", [Command, Event])
def test_every_message_has_a_tag_of_its_own(union):
    kinds = typing.get_args(union)
    assert len({kind.__struct_config__.tag for kind in kinds}) == len(kinds)


def test_the_password_is_in_no_repr():
    account = SipAccount("1001", SECRET, "sip.test", server="127.0.0.1:5060")
    assert SECRET not in repr(account)
    assert SECRET not in repr(account.command)
    assert SECRET not in str([account.command])
    assert isinstance(decode_command(encode(account.command)), Account)
    assert decode_command(encode(account.command)).password == SECRET


def test_the_room_shows_what_it_says_it_shows():
    assert all(hasattr(phone, name) for name in phone.__all__)
    assert sorted(phone.__all__) == sorted(set(phone.__all__))


def test_every_error_has_its_sentences():
    kinds = PhoneError.__subclasses__()
    assert len(kinds) >= 6
    for kind in kinds:
        problem = kind("why").problem
        assert problem.happened
        assert problem.next_step.endswith(".")


ACCOUNT = SipAccount("1001", SECRET, "sip.test", server="127.0.0.1:5060", label="Front desk")


@pytest.mark.parametrize(
    ("event", "state", "words"),
    [
        (Registration(state="trying"), PhoneState.REGISTERING, "Registering"),
        (Registration(state="registered", status=200), PhoneState.REGISTERED, "registered"),
        (Registration(state="refused", status=403, reason="Forbidden"), PhoneState.REFUSED, "password"),
        (Registration(state="refused", status=404, reason="Not Found"), PhoneState.REFUSED, "no realm “sip.test”"),
        (Registration(state="refused", status=480, reason="Gone"), PhoneState.REFUSED, "480 Gone"),
        (Registration(state="failed", status=408, retry_s=4), PhoneState.UNREACHABLE, "does not answer"),
        (Registration(state="failed", status=503, reason="Busy"), PhoneState.UNREACHABLE, "(503 Busy)"),
        (Registration(state="failed", status=503, error=errno.ECONNREFUSED), PhoneState.UNREACHABLE, "refused the con"),
        (Registration(state="failed", status=503, error=errno.ENETUNREACH), PhoneState.UNREACHABLE, "no way to"),
        (Registration(state="failed", status=503, certificate="untrusted"), PhoneState.UNREACHABLE, "signed by nobody"),
        (Registration(state="failed", status=503, certificate="wrong name"), PhoneState.UNREACHABLE, "another name"),
        (Registration(state="failed", status=503, certificate="out of date"), PhoneState.UNREACHABLE, "clock"),
        (Registration(state="failed", reason="not sent"), PhoneState.UNREACHABLE, "(not sent)"),
        (Registration(state="bad address", reason="server's address “x y”"), PhoneState.BAD_ADDRESS, "in the settings"),
        (Registration(state="off"), PhoneState.READY, "without registration"),
    ],
)
def test_a_registration_in_words(event, state, words):
    status = account_status(ACCOUNT, event, untold_status(ACCOUNT), 100.0)
    assert status.state is state
    assert words in status.text
    assert status.retry_at == (104.0 if event.retry_s else None)
    assert (status.id, status.label) == ("main", "Front desk")


def test_the_phone_is_as_its_first_account():
    others = (untold_status(ACCOUNT), evolve(untold_status(ACCOUNT), id="b", state=PhoneState.REFUSED))
    status = with_accounts(PhoneStatus(address="127.0.0.1:5060"), others)
    assert (status.state, status.address) == (PhoneState.REGISTERING, "127.0.0.1:5060")
    assert status.accounts == others


def test_a_certificate_that_nobody_checks_is_always_said():
    careless = evolve(ACCOUNT, transport="tls", verify=False)
    for event in (Registration(state="registered", status=200), Registration(state="failed", status=503)):
        status = account_status(careless, event, untold_status(careless), 0.0)
        assert status.unchecked
        assert "not being checked" in status.text


def test_another_try_of_many_does_not_look_like_the_first():
    failed = account_status(ACCOUNT, Registration(state="failed", status=408, retry_s=1), untold_status(ACCOUNT), 0.0)
    again = account_status(ACCOUNT, Registration(state="trying"), failed, 1.0)
    assert again == evolve(failed, retry_at=None)


def test_a_missing_library_is_said_in_words(monkeypatch):
    monkeypatch.setattr("app.phone.available.find_spec", lambda name: None)
    assert "pjsua2" in phone_available()
