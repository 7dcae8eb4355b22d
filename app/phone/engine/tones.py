"""Sounds the person hears from the phone itself: ringing at the far end, a call coming in, keys as they go out."""

import enum
from typing import Any, Final

import pjsua2 as pj

from app.phone.engine.frames import RATE
from app.phone.messages import Tone

__all__ = ["QUEUE_LENGTH", "LocalTones", "Ringing", "digit_vector", "tone_vector"]

QUEUE_LENGTH: Final = 32
"""What a generator holds; one tone more aborts the process."""
_KEY_VOLUME: Final = 3_000
_RING_VOLUME: Final = 5_000
_FAR_VOLUME: Final = 12_000
_KEY_MS: Final = 120
_FAR_KEY_MS: Final = 200
"""The far end needs 40 ms to know a digit; on the way some of its frames may be lost."""
_KEY_GAP_MS: Final = 40


class Ringing(enum.Enum):
    """What rings; the value is the cadence: two frequencies, on and off in milliseconds."""

    NOTHING = ()
    THERE = (425, 0, 1_000, 4_000)
    HERE = (784, 1_047, 400, 2_000)
    WAITING = (425, 0, 200, 3_800)


def tone_vector(tones: tuple[Tone, ...], volume: int = _FAR_VOLUME) -> Any:
    """Return the library's list of tones."""
    vector = pj.ToneDescVector()
    for tone in tones:
        description = pj.ToneDesc()
        description.freq1, description.freq2 = tone.hz, tone.with_hz
        description.on_msec, description.off_msec = tone.ms, tone.gap_ms
        description.volume = volume
        vector.append(description)
    return vector


def digit_vector(digit: str, volume: int = _FAR_VOLUME, milliseconds: int = _FAR_KEY_MS) -> Any:
    """Return the library's list of the one `digit`."""
    tone = pj.ToneDigit()
    tone.digit, tone.volume = digit, volume
    tone.on_msec, tone.off_msec = milliseconds, _KEY_GAP_MS
    digits = pj.ToneDigitVector()
    digits.append(tone)
    return digits


class LocalTones:
    """Two generators, joined to the person's ear for as long as they live."""

    def __init__(self, ear: Any) -> None:
        self._keys = _generator(ear)
        self._ringer = _generator(ear)
        self._rings = Ringing.NOTHING

    def key(self, digit: str) -> None:
        """Sound `digit` softly, as feedback."""
        self._keys.stop()  # the newest key is what the person wants to hear; a queue of 32 would end in an abort
        self._keys.playDigits(digit_vector(digit, _KEY_VOLUME, _KEY_MS))

    def ring(self, what: Ringing) -> None:
        """Ring for `what`, until told otherwise."""
        if what is self._rings:
            return
        self._rings = what
        self._ringer.stop()
        if what is not Ringing.NOTHING:
            hz, with_hz, on_ms, off_ms = what.value
            self._ringer.play(tone_vector((Tone(hz, on_ms, off_ms, with_hz),), _RING_VOLUME), True)


def _generator(ear: Any) -> Any:
    generator = pj.ToneGenerator()
    generator.createToneGenerator(RATE, 1)
    generator.startTransmit(ear)
    return generator
