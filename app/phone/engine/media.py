"""The sound of one call on the bridge: to the person's ear, from the mouth, tones to and recordings of the far end."""

from pathlib import Path
from typing import Any

import pjsua2 as pj

from app.phone.engine.frames import RATE
from app.phone.engine.tones import QUEUE_LENGTH, tone_vector
from app.phone.messages import Tone

__all__ = ["CallAudio"]


class CallAudio:
    """What a call's sound is joined to; `join` is called again whenever its media changed."""

    def __init__(self, ear: Any) -> None:
        self._ear = ear
        self._tones: Any = None
        self._queued = 0
        self._recorder: Any = None
        self._path = Path()
        self.muted = False
        self.joined = False

    def play(self, tones: tuple[Tone, ...]) -> None:
        """Queue tones for the far end; they wait for it to be joined. Raises ValueError when they are too many."""
        if self._tones is None:
            self._tones = pj.ToneGenerator()
            self._tones.createToneGenerator(RATE, 1)
        queued = len(tones) + (self._queued if self._tones.isBusy() else 0)
        if not tones or queued > QUEUE_LENGTH:
            raise ValueError(f"{queued} tones at once")
        self._queued = queued
        self._tones.play(tone_vector(tones))

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
        self.joined = True
        for listener in (self._ear, self._recorder):
            if listener is not None:
                media.startTransmit(listener)
        if talk:
            for source in (self._ear, self._tones):
                if source is not None:
                    source.startTransmit(media)
        media.adjustRxLevel(0.0 if self.muted else 1.0)
