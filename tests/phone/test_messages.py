import typing

import msgspec
import pytest

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
from app.phone.status import PhoneState, PhoneStatus, registration_status

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


@pytest.mark.parametrize(
    ("event", "state", "words"),
    [
        (Registration(state="trying"), PhoneState.REGISTERING, "Registering"),
        (Registration(state="registered", status=200), PhoneState.REGISTERED, "registered"),
        (Registration(state="refused", status=403, reason="Forbidden"), PhoneState.REFUSED, "password"),
        (Registration(state="refused", status=404, reason="Not Found"), PhoneState.REFUSED, "404 Not Found"),
        (Registration(state="failed", status=503, reason="Refused"), PhoneState.UNREACHABLE, "cannot be reached"),
        (Registration(state="failed", reason="not sent"), PhoneState.UNREACHABLE, "(not sent)"),
        (Registration(state="bad address", reason="server's address “x y”"), PhoneState.BAD_ADDRESS, "in the settings"),
        (Registration(state="off"), PhoneState.READY, "without registration"),
    ],
)
def test_a_registration_in_words(event, state, words):
    status = registration_status(PhoneStatus(address="127.0.0.1:5060"), event)
    assert status.state is state
    assert words in status.text
    assert status.address == "127.0.0.1:5060"


def test_a_missing_library_is_said_in_words(monkeypatch):
    monkeypatch.setattr("app.phone.available.find_spec", lambda name: None)
    assert "pjsua2" in phone_available()
