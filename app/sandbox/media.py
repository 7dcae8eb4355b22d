"""Recorded names: whoever has one has the same, a short tone. `cb_media` of what the sandbox knows."""

import io
import math
import struct
import wave
from functools import cache
from typing import Final

from app.sandbox.call import Answer, Call, File
from app.sandbox.filters import value_at
from app.sandbox.node import Node
from app.sandbox.refusals import bad_identifier

__all__ = ["WAV", "recorded_name"]

WAV: Final = "audio/x-wav"
_RATE: Final = 8_000
_LENGTH_S: Final = 0.9
_HERTZ: Final = 440
_LOUD: Final = 8_000


async def recorded_name(_node: Node, call: Call) -> Answer:
    """GET of a recorded name's sound: of its own type only, without an envelope."""
    media_id = call.args[0]
    if not any(value_at(user, "media.name") == media_id for user in call.database.of_type("user")):
        raise bad_identifier(media_id)
    return Answer(None, file=File(_tone(), WAV))


@cache
def _tone() -> bytes:
    frames = range(round(_RATE * _LENGTH_S))
    waves = (round(_LOUD * math.sin(2 * math.pi * _HERTZ * frame / _RATE)) for frame in frames)
    stream = io.BytesIO()
    with wave.open(stream, "wb") as sound:
        sound.setparams((1, 2, _RATE, 0, "NONE", ""))
        sound.writeframes(struct.pack(f"<{len(frames)}h", *waves))
    return stream.getvalue()
