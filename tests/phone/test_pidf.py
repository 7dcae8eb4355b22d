import pytest

from app.phone.engine.pidf import read_pidf, read_waiting
from app.phone.watching import MAX_WATCHED, Watching

OPEN = "<tuple id='t'><status><basic>open</basic></status></tuple>"
CLOSED = OPEN.replace("open", "closed")


def pidf(inside, activity="", note=""):
    person = f"<dm:person id='p'><r:activities>{activity}</r:activities>{note}</dm:person>" if activity else ""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<presence xmlns="urn:ietf:params:xml:ns:pidf"'
        ' xmlns:dm="urn:ietf:params:xml:ns:pidf:data-model" xmlns:r="urn:ietf:params:xml:ns:pidf:rpid"'
        f' entity="sip:2001@sip.test">{inside}{person}</presence>'
    )


@pytest.mark.parametrize(
    ("body", "activity", "note"),
    [
        pytest.param(pidf(OPEN), "available", "", id="open"),
        pytest.param(pidf(CLOSED), "offline", "", id="closed"),
        pytest.param(pidf(OPEN, "<r:on-the-phone/>"), "busy", "", id="on the phone"),
        pytest.param(pidf(CLOSED, "<r:on-the-phone/>"), "busy", "", id="as KAZOO says busy"),
        pytest.param(pidf(OPEN, "<r:meeting/><r:away/>"), "busy", "", id="busy before away"),
        pytest.param(pidf(OPEN, "<r:lunch/>", "<dm:note>back at two</dm:note>"), "away", "back at two", id="away"),
        pytest.param(pidf(OPEN, "<r:working/>"), "available", "", id="working"),
        pytest.param(pidf(OPEN, "<r:other>busy</r:other>", "<dm:note>Busy</dm:note>"), "available", "Busy", id="words"),
        pytest.param(pidf(""), "unknown", "", id="nothing said"),
        pytest.param(pidf(OPEN + "<note>a\u202eb\nc</note>"), "available", "abc", id="a note that does not print"),
        pytest.param(pidf(CLOSED + OPEN), "available", "", id="one of two devices"),
    ],
)
def test_what_a_document_says(body, activity, note):
    seen = read_pidf(body)
    assert (seen.activity, seen.note) == (activity, note)


@pytest.mark.parametrize(
    "body",
    [
        "",
        "busy",
        "<presence",
        "\x00\x01\x02",
        "\udcff<presence/>",
        "<html><basic>open</basic></html>",
        '<!DOCTYPE p [<!ENTITY a "aaaa">]><presence>&a;</presence>',
        "<presence>" + "x" * 70_000 + "</presence>",
        "<presence>" * 5_000,
    ],
)
def test_what_is_no_document_says_nothing(body):
    assert read_pidf(body) is None


@pytest.mark.parametrize(
    ("body", "counts"),
    [
        ("Messages-Waiting: yes\r\nVoice-Message: 2/8 (0/2)\r\n", (True, 2, 8)),
        ("messages-waiting:NO\nvoice-message : 0/1", (False, 0, 1)),
        ("Messages-Waiting: yes\r\n", (True, 0, 0)),
        ("Messages-Waiting: yes\r\nVoice-Message: many", (True, 0, 0)),
    ],
)
def test_how_many_messages_wait(body, counts):
    waiting = read_waiting("NOTIFY sip:a@b SIP/2.0\r\nEvent: message-summary\r\n\r\n" + body)
    assert (waiting.waiting, waiting.new, waiting.old) == counts


def test_a_body_without_counts_is_none():
    assert read_waiting("NOTIFY sip:a@b SIP/2.0\r\nEvent: x\r\n\r\n<html/>") is None


def test_who_goes_out_of_view_is_followed_for_a_while():
    watching = Watching(linger_s=10.0)
    watching.view(["1", "2"], 0.0)
    watching.view(["2", "3"], 5.0)
    assert watching.followed(5.0) == ("2", "3", "1")
    assert watching.next_change(6.0) == 9.0
    watching.view(["1"], 7.0)
    assert watching.followed(8.0)[0] == "1"
    assert set(watching.followed(8.0)) == {"1", "2", "3"}
    assert watching.followed(17.5) == ("1",)
    assert watching.next_change(17.5) is None


def test_never_more_than_so_many_and_those_in_view_first():
    watching = Watching()
    watching.view([str(number) for number in range(60)], 0.0)
    watching.view([str(number) for number in range(100, 160)], 1.0)
    followed = watching.followed(2.0)
    assert len(followed) == MAX_WATCHED
    assert followed[:60] == tuple(str(number) for number in range(100, 160))
