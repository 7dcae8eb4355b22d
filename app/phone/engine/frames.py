"""Sound frames between the conference bridge and Python, and the port that carries the person's voice and ear.

The library's own way (`bytes(frame.buf)`) takes 300 µs a frame, fifty times a second and direction, under the
GIL; reading the C++ vector in place takes 2-5 µs. A self-test decides which way is taken.
"""

import ctypes
from typing import Any, Final

import pjsua2 as pj

from app.phone.engine.ring import Ring

__all__ = ["FRAME_BYTES", "RATE", "DeskPort", "direct_access_works"]

RATE: Final = 16_000
FRAME_BYTES: Final = 640
_FRAME_US: Final = 20_000


class _Vector(ctypes.Structure):
    """The three pointers of a std::vector<unsigned char>."""

    _fields_ = (("begin", ctypes.c_void_p), ("end", ctypes.c_void_p), ("capacity", ctypes.c_void_p))


def _take(frame: Any) -> bytes:
    vector = _Vector.from_address(int(frame.buf.this))
    return ctypes.string_at(vector.begin, vector.end - vector.begin) if vector.begin else b""


def _put(frame: Any, data: bytes) -> None:
    buffer = frame.buf
    buffer.resize(len(data))
    ctypes.memmove(_Vector.from_address(int(buffer.this)).begin, data, len(data))


def _take_slowly(frame: Any) -> bytes:
    return bytes(frame.buf)


def _put_slowly(frame: Any, data: bytes) -> None:
    frame.buf = pj.ByteVector(data)


def direct_access_works() -> bool:
    """Put and take 640 known bytes; False means another layout of the vector than the one known."""
    frame = pj.MediaFrame()
    known = bytes(range(256)) * 2 + bytes(128)
    frame.buf = pj.ByteVector(known)
    if frame.buf.size() != len(known) or _take(frame) != known:
        return False
    _put(frame, known[::-1])
    return bytes(frame.buf) == known[::-1]


class DeskPort(pj.AudioMediaPort):  # type: ignore[misc]
    """What calls send to the person goes into `heard`, what the person says comes from `spoken`.

    Its callbacks run on pjmedia's clock thread: rings only, nothing of the library.
    """

    def __init__(self, heard: Ring, spoken: Ring) -> None:
        super().__init__()
        self._heard = heard
        self._spoken = spoken
        fast = direct_access_works()
        self._take = _take if fast else _take_slowly
        self._put = _put if fast else _put_slowly
        shape = pj.MediaFormatAudio()
        shape.init(pj.PJMEDIA_FORMAT_PCM, RATE, 1, _FRAME_US, 16)
        self.createPort("desk", shape)

    def onFrameReceived(self, frame: Any) -> None:
        """Library: a frame for the person's ear."""
        if frame.type == pj.PJMEDIA_FRAME_TYPE_AUDIO:
            self._heard.push(self._take(frame))

    def onFrameRequested(self, frame: Any) -> None:
        """Library: a frame of the person's voice is due; silence when there is none."""
        data = self._spoken.pull(FRAME_BYTES)
        if data is None:
            frame.type = pj.PJMEDIA_FRAME_TYPE_NONE
            return
        self._put(frame, data)
        frame.type = pj.PJMEDIA_FRAME_TYPE_AUDIO
        frame.size = len(data)
