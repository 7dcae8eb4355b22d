"""The sound of one call on the bridge: to the person's ear, from the mouth, tones to and recordings of the far end."""

import contextlib
from pathlib import Path
from typing import Any

import pjsua2 as pj

from app.phone.engine.frames import RATE
from app.phone.engine.tones import QUEUE_LENGTH, digit_vector, tone_vector
from app.phone.messages import Tone

__all__ = ["CallAudio"]


class CallAudio:
    """What a call's sound is joined to; `join` is called again whenever its media changed."""

    def __init__(self, ear: Any) -> None:
        self._ear = ear
        self._media: Any = None
        self._talks = False
        self._tones: Any = None
        self._queued = 0
        self._digits: Any = None
        self._recorder: Any = None
        self._path = Path()
        self.muted = False

    @property
    def joined(self) -> bool:
        """Sound comes from the far end."""
        return self._media is not None

    def play(self, tones: tuple[Tone, ...]) -> None:
        """Queue tones for the far end; they wait for it to be joined. Raises ValueError when they are too many."""
        if self._tones is None:
            self._tones = _generator()
        queued = len(tones) + (self._queued if self._tones.isBusy() else 0)
        if not tones or queued > QUEUE_LENGTH:
            raise ValueError(f"{queued} tones at once")
        self._queued = queued
        self._tones.play(tone_vector(tones))

    def key(self, digit: str) -> None:
        """Let the far end hear the two tones of `digit`."""
        if self._digits is None:
            self._digits = _generator()
            if self._media is not None and self._talks:
                self._digits.startTransmit(self._media)
        self._digits.stop()  # its queue, too, aborts when it is full; the keys' pace leaves it empty
        self._digits.playDigits(digit_vector(digit))

    def record(self, path: str) -> None:
        """Record from the next `join` on."""
        self._recorder = None
        recorder = pj.AudioMediaRecorder()
        recorder.createRecorder(path)
        self._recorder, self._path = recorder, Path(path)

    def stop_recording(self) -> Path | None:
        """Let go of the recorder; the bridge's clock finishes the file some 100 ms later."""
        if self._recorder is None:
            return None
        self._recorder = None
        return self._path

    def join(self, media: Any, *, talk: bool) -> None:
        """Join `media`; without `talk` (the far end holds us) its music is heard and nothing is said."""
        self._media, self._talks = media, talk
        for listener in (self._ear, self._recorder):
            if listener is not None:
                media.startTransmit(listener)
        if not talk:
            return
        for source in (self._ear, self._tones):
            if source is not None:
                self._speak(source, media)
        if self._digits is not None:
            self._digits.startTransmit(media)

    def part(self, media: Any) -> None:
        """Let nothing through `media` any more, in either direction."""
        for listener in (self._ear, self._recorder):
            _cut(media, listener)
        for source in (self._ear, self._tones, self._digits):
            _cut(source, media)

    def forget(self) -> None:
        """What was joined is gone; its number on the bridge may be another call's by now."""
        self._media = None

    def hear(self, other: "CallAudio", on: bool) -> None:
        """Let the far end hear that of `other`, or no longer; also while the person is muted."""
        if other._media is None or self._media is None:
            return
        if on and self._talks:
            other._media.startTransmit(self._media)
        else:
            _cut(other._media, self._media)

    def _speak(self, source: Any, media: Any) -> None:
        """Muted is a joint at level 0: without any the far end would get no packets, and take us for dead."""
        _cut(source, media)  # a joint keeps the level it was made with
        level = pj.AudioMediaTransmitParam()
        level.level = 0.0 if self.muted else 1.0
        source.startTransmit2(media, level)


def _generator() -> Any:
    generator = pj.ToneGenerator()
    generator.createToneGenerator(RATE, 1)
    return generator


def _cut(source: Any, sink: Any) -> None:
    if source is not None and sink is not None:
        with contextlib.suppress(pj.Error):  # the joint, or one of its ends, is gone already
            source.stopTransmit(sink)
