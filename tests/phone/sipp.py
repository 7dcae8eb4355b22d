"""Scenarios for sipp, a far end that does exactly as it is told: `play(invited(), reply("180 Ringing"), ...)`."""

__all__ = ["PCMA", "SDP", "ack", "answered", "ask", "got", "invited", "pause", "perhaps", "play", "reply"]

SDP = """v=0
o=far 1 1 IN IP4 [local_ip]
s=-
c=IN IP4 [media_ip]
t=0 0
m=audio [media_port] RTP/AVP {codec}
a=rtpmap:{codec} {name}
"""
PCMA = SDP.format(codec=8, name="PCMA/8000")


def play(*steps: str) -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<scenario name="far end">'
        + "".join(steps)
        + '<Reference variables="1"/></scenario>'
    )


def invited() -> str:
    keep = '<ereg regexp=".*" search_in="hdr" header="From:" assign_to="1"/>'
    return f'<recv request="INVITE" rrs="true"><action>{keep}</action></recv>'


def got(request: str) -> str:
    return f'<recv request="{request}"/>'


def answered(status: int) -> str:
    return f'<recv response="{status}"/>'


def perhaps(status: int) -> str:
    return f'<recv response="{status}" optional="true"/>'


def pause(ms: int) -> str:
    return f'<pause milliseconds="{ms}"/>'


def reply(status: str, sdp: str = "", extra: str = "", *, first: bool = True) -> str:
    """An answer to what came last; `first`: to the INVITE that began the call, so that it gets our tag."""
    tag = ";tag=[call_number]" if first else ""
    return _send(
        f"SIP/2.0 {status}\n[last_Via:]\n[last_From:]\n[last_To:]{tag}\n[last_Call-ID:]\n[last_CSeq:]\n"
        f"Contact: <sip:[local_ip]:[local_port]>\n{extra}",
        sdp,
    )


def ask(method: str, number: int, sdp: str = "", extra: str = "") -> str:
    """A request of ours within the call."""
    return _send(
        f"{method} [next_url] SIP/2.0\nVia: SIP/2.0/UDP [local_ip]:[local_port];branch=[branch]\n"
        f"From: <sip:2001@sip.test>;tag=[call_number]\nTo:[$1]\n[last_Call-ID:]\nCSeq: {number} {method}\n"
        f"Contact: <sip:[local_ip]:[local_port]>\nMax-Forwards: 70\n{extra}",
        sdp,
    )


def ack(number: int, sdp: str = "") -> str:
    return ask("ACK", number, sdp)


def _send(head: str, sdp: str) -> str:
    kind = "Content-Type: application/sdp\n" if sdp.startswith("v=0") else ""
    return f"<send><![CDATA[\n{head}{kind}Content-Length: [len]\n\n{sdp}\n]]></send>"
