"""Numbers: from what a person or a directory wrote to a SIP URI, and back. The one place that lets text into SIP.

Sources: RFC 3261 section 25.1 (user, escaped), RFC 3966 (tel). Nothing that could end a header or a URI early
passes: no control character, blank, quote, angle bracket or backslash, however it was spelled.
"""

import ipaddress
import re
import unicodedata
from typing import Final
from urllib.parse import quote, unquote

from app.phone.errors import BadKeys, BadNumber
from app.phone.plain import MAX_LENGTH, printable

__all__ = ["clean_keys", "clean_number", "is_ip_address", "quoted_name", "read_address", "sip_uri", "split_number"]

_FILLING: Final = str.maketrans("", "", " \u00a0\u202f()[].-/\u2010\u2011\u2013")
_DIALLED: Final = re.compile(r"[0-9*#+]+")
_NAMED: Final = re.compile(r"[A-Za-z0-9*#+][A-Za-z0-9*#+._\-]*")
_ADDRESS: Final = re.compile(
    r"(?P<scheme>sips?):(?P<user>[A-Za-z0-9*#+._~!&=$\-%]+)@(?P<host>[A-Za-z0-9.\-]+|\[[0-9A-Fa-f:.]+\])"
    r"(?P<port>:[0-9]{1,5})?(?P<transport>;transport=(?:udp|tcp|tls))?",
    re.IGNORECASE,
)
_MAX_PORT: Final = 65_535
_ESCAPED: Final = re.compile(r"%(?![0-9A-Fa-f]{2})")
_UNRESERVED: Final = "*+!&=$,;?/-_.~'()"  # "#" is not among them: RFC 3261 has it escaped
_NAME_ADDR: Final = re.compile(r'\s*(?:"(?P<quoted>(?:[^"\\]|\\.)*)"|(?P<plain>[^<"]*?))\s*<(?P<uri>[^<>]*)>')
_KEYS: Final = re.compile(r"[0-9*#A-D,]+")


def clean_number(text: str) -> str:
    """Return `text` as it can be dialled: a number, an extension's name, or a whole `sip:` address.

    Blanks, brackets, dots, hyphens and slashes between the digits of a number go, `tel:` and invisible marks that
    come along with copied text too; other scripts' digits become ASCII. Raises BadNumber.
    """
    if any(unicodedata.category(char) in ("Cc", "Cs", "Zl", "Zp") for char in text):
        raise BadNumber("it contains control characters")
    visible = "".join(_ascii_digit(char) for char in text if unicodedata.category(char) != "Cf").strip()
    if not visible:
        raise BadNumber("it is empty")
    if len(visible) > MAX_LENGTH:
        raise BadNumber(f"it is longer than {MAX_LENGTH} characters")
    scheme, colon, rest = visible.partition(":")
    if colon and scheme.lower() in ("sip", "sips"):
        return _clean_address(visible)
    return _clean_dialled(rest.partition(";")[0] if colon and scheme.lower() == "tel" else visible)


def split_number(text: str) -> tuple[str, str]:
    """Return a number, clean, and the keys to be sent once it answers: `2001,,528#` is 2001 and `,,528#`.

    Keys begin at the first comma, which pauses as every comma does. Raises BadNumber, BadKeys.
    """
    number, comma, keys = text.partition(",")
    return clean_number(number), clean_keys(comma + keys) if comma else ""


def _ascii_digit(char: str) -> str:
    digit = unicodedata.decimal(char, None)
    return char if digit is None else str(digit)


def _clean_dialled(text: str) -> str:
    bare = text.translate(_FILLING)
    if _DIALLED.fullmatch(bare):
        return bare
    if _NAMED.fullmatch(text):
        return text
    raise BadNumber(f"{_shown(text)} is not a number, an extension or an address")


def _clean_address(text: str) -> str:
    match = _ADDRESS.fullmatch(text)
    if match is None or _ESCAPED.search(match["user"]):
        raise BadNumber(f"{_shown(text)} is not a complete SIP address")
    user = unquote(match["user"], errors="replace")
    if not user.isprintable() or not user.isascii() or set(user) & set(' <>"\\@'):
        raise BadNumber("the name in the address contains forbidden characters")
    if match["port"] and int(match["port"][1:]) > _MAX_PORT:
        raise BadNumber(f"no port is above {_MAX_PORT}")
    tail = (match["port"] or "") + (match["transport"] or "").lower()
    return f"{match['scheme'].lower()}:{_escaped(user)}@{match['host']}{tail}"


def _shown(text: str) -> str:
    return f"“{text[:40]}{'…' if len(text) > 40 else ''}”"


def _escaped(user: str) -> str:
    return quote(user, safe=_UNRESERVED)


def sip_uri(number: str, host: str, transport: str = "udp") -> str:
    """Return the SIP URI for a number that `clean_number` returned; an address stays as it is."""
    if number.startswith(("sip:", "sips:")):
        return number
    return f"sip:{_escaped(number)}@{host}" + ("" if transport == "udp" else f";transport={transport}")


def is_ip_address(server: str) -> bool:
    """Whether `server`, `host` or `host:port`, can be reached without looking up a name."""
    host = server[1:].partition("]")[0] if server.startswith("[") else server.partition(":")[0]
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def clean_keys(text: str) -> str:
    """Return `text` as keys of RFC 4733, `,` for a pause (`w`, `p` mean the same); raises BadKeys."""
    keys = "".join(_ascii_digit(char) for char in text.upper() if char != " ").replace("W", ",").replace("P", ",")
    if not _KEYS.fullmatch(keys):
        raise BadKeys("nothing was keyed" if not keys else f"{_shown(text)}" if text.isprintable() else "unprintable")
    return keys


def quoted_name(name: str) -> str:
    """Return `name` as a quoted-string of RFC 3261 (25.1), without anything that is not printable; maybe empty."""
    plain = printable(name)
    return '"' + plain.replace("\\", "\\\\").replace('"', '\\"') + '"' if plain else ""


def read_address(text: str) -> tuple[str, str]:
    """Return (number, name) of a From, To or Request-URI; whatever the far end wrote, both are printable.

    The number is the user part, unescaped; without one it is the host.
    """
    match = _NAME_ADDR.match(text)
    uri = match["uri"] if match else text
    name = re.sub(r"\\(.)", r"\1", match["quoted"] or match["plain"] or "") if match else ""
    user, at, host = uri.partition(":")[2].partition("@")
    number = unquote((user if at else user.partition(";")[0]).partition(":")[0], errors="replace") or host
    return printable(number), printable(name)
