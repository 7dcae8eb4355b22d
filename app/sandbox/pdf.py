"""The server's PDF of a directory, as plain as KAZOO's: one table, one 8-bit font, names outside ASCII garbled."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from attrs import frozen

__all__ = ["Line", "render", "text_of"]

_WIDTH, _HEIGHT, _MARGIN, _LEADING = 595, 842, 56, 15
_COLUMNS: Final = (56, 216, 376)
_SIZE: Final = 11
_ROWS_A_PAGE: Final = (_HEIGHT - 2 * _MARGIN) // _LEADING - 3
_BULLET: Final = b"\x95"  # in WinAnsiEncoding
_SHOWN: Final = re.compile(rb"\(((?:[^()\\]|\\.)*)\) Tj", re.DOTALL)

Cell = tuple[int, bytes]


@frozen
class Line:
    """One member: names and all numbers, one below the other."""

    last_name: str
    first_name: str
    numbers: tuple[str, ...]


def render(title: str, lines: Sequence[Line]) -> bytes:
    """Return a PDF of one or more pages; with no lines only the table's head."""
    rows = list(_rows(lines))
    pages = [rows[start : start + _ROWS_A_PAGE] for start in range(0, len(rows), _ROWS_A_PAGE)] or [[]]
    contents = [_page(title, number, page) for number, page in enumerate(pages, 1)]
    return _file(contents)


def text_of(pdf: bytes) -> list[str]:
    """Return what stands in a PDF of `render`, in its order; it writes its text uncompressed."""
    return [re.sub(rb"\\(.)", rb"\1", shown[1]).decode("cp1252", "replace") for shown in _SHOWN.finditer(pdf)]


def _rows(lines: Iterable[Line]) -> Iterator[tuple[Cell, ...]]:
    for line in lines:
        names = ((_COLUMNS[0], _eight_bit(line.last_name)), (_COLUMNS[1], _eight_bit(line.first_name)))
        numbers = [(_COLUMNS[2], _BULLET + b" " + _eight_bit(number)) for number in line.numbers]
        yield (*names, *numbers[:1])
        yield from ((number,) for number in numbers[1:])


def _page(title: str, number: int, rows: Iterable[tuple[Cell, ...]]) -> bytes:
    head = tuple(zip(_COLUMNS, (b"Last Name", b"First Name", b"Numbers"), strict=True))
    y = _HEIGHT - _MARGIN
    parts = [_text(_COLUMNS[0], y, 18, _eight_bit(title))] if number == 1 else []
    for row in (head, *rows):
        y -= _LEADING
        parts += [_text(x, y, _SIZE, text) for x, text in row if text.strip()]
    parts.append(_text(_COLUMNS[0], _MARGIN - _LEADING, 9, _eight_bit(title) + b"   " + str(number).encode()))
    return b"".join(parts)


def _text(x: int, y: int, size: int, text: bytes) -> bytes:
    escaped = text.replace(b"\\", rb"\\").replace(b"(", rb"\(").replace(b")", rb"\)")
    return b"BT /F1 %d Tf %d %d Td (%s) Tj ET\n" % (size, x, y, escaped)


def _eight_bit(text: str) -> bytes:
    """Return UTF-8 bytes to be shown as Latin-1: KAZOO's renderer takes one for the other."""
    return bytes(byte if byte >= 0xA0 or 0x20 <= byte < 0x7F else 0x20 for byte in text.encode())


def _file(contents: Sequence[bytes]) -> bytes:
    first = 4  # after catalog, page tree and font: a page and its content in turn
    kids = b" ".join(b"%d 0 R" % (first + 2 * place) for place in range(len(contents)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Count %d /Kids [%s] >>" % (len(contents), kids),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for place, content in enumerate(contents):
        box = b"/MediaBox [0 0 %d %d] /Resources << /Font << /F1 3 0 R >> >>" % (_WIDTH, _HEIGHT)
        objects.append(b"<< /Type /Page /Parent 2 0 R %s /Contents %d 0 R >>" % (box, first + 2 * place + 1))
        objects.append(b"<< /Length %d >>\nstream\n%sendstream" % (len(content), content))
    return _with_table(objects)


def _with_table(objects: Iterable[bytes]) -> bytes:
    written = bytearray(b"%PDF-1.3\n")
    offsets: list[int] = []
    for number, body in enumerate(objects, 1):
        offsets.append(len(written))
        written += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = len(written)
    written += b"xref\n0 %d\n0000000000 65535 f \n" % (len(offsets) + 1)
    written += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    written += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(offsets) + 1, table)
    return bytes(written)
