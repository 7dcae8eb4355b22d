"""Prompts and names aloud: a recording where there is one, else a voice of the system, else silence."""

from math import log
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QBuffer, QObject, QUrl

from app.directory.menu import Playing
from app.scenario import NO_RECORDINGS, Recorded, Recordings, spoken_ms, still_said

if TYPE_CHECKING:
    from PySide6.QtMultimedia import QMediaPlayer
    from PySide6.QtTextToSpeech import QTextToSpeech

__all__ = ["Voice"]

_NOT_A_VOICE: Final = "mock"
_FASTEST: Final = 2.0
"""Nobody understands a voice that is faster, and none speaks faster: beyond it only recordings are heard."""
_AT_FULL_RATE: Final = 3.0
"""So many times faster is Qt's rate 1, about, by the engines of all systems."""
_IN_TIME_MS: Final = 150
"""What has begun so long ago is heard from its beginning: the window was busy, nobody stopped the call."""
_SILENT: Final = "There is no voice on this computer: prompts are shown, and recordings are played where there are any."


class Voice(QObject):
    """Off until it is switched on. What plays is the menu's to say: it is cut when the menu cuts it."""

    def __init__(self, parent: QObject | None = None, engines: tuple[str, ...] | None = None) -> None:
        super().__init__(parent)
        self.recordings: Recordings = NO_RECORDINGS
        self.engines = engines
        """Names of speech engines to try; None for those of the system."""
        self._is_on = False
        self._speech: QTextToSpeech | None = None
        self._sound: QMediaPlayer | None = None
        self._buffer: QBuffer | None = None
        self._now: Playing | None = None
        self._words = ""
        self._from_ms = 0
        self._speed = 1.0

    @property
    def is_on(self) -> bool:
        """Whether anything is to be heard."""
        return self._is_on

    @property
    def aloud(self) -> str:
        """The words a voice says now."""
        return self._words

    @property
    def sounding_at(self) -> float:
        """How many times faster a recording is played now; 0 when none is."""
        return self._sound.playbackRate() if self._sound is not None and self._sound.isPlaying() else 0.0

    def switch(self, on: bool) -> str:
        """Switch on or off; returns what there is to know about it, in one line."""
        self._is_on = on
        if not on:
            self.follow(None)
            return ""
        if self._speech is None:
            self._speech = self._find()
        return "" if self._speech is not None else _SILENT

    def follow(self, playing: Playing | None, speed: float = 1.0, at_ms: int | None = None) -> None:
        """The caller hears this from now on, so many times faster, and nothing that was heard before.

        It is `at_ms` in the call: what began earlier goes on from where it is by then. None is its beginning.
        """
        before, self._speed = self._speed, speed
        if not self._is_on or (playing is not None and playing.item.kind == "silence"):
            playing = None
        recorded = self.recordings.of(playing.item) if playing is not None else None
        if playing == self._now and (recorded is not None or speed == before):
            if self._sound is not None:
                self._sound.setPlaybackRate(speed)
            return
        self._stop()
        self._now = playing
        if playing is not None:
            late_ms = max(0, at_ms - playing.start_ms) if at_ms is not None else 0
            self._begin(playing, recorded, late_ms if late_ms > _IN_TIME_MS * max(1.0, speed) else 0)

    def _begin(self, playing: Playing, recorded: Recorded | None, from_ms: int) -> None:
        lasts_ms = max(1, playing.end_ms - playing.start_ms)
        if recorded is not None:
            self._play(recorded, from_ms)
        elif self._speed <= _FASTEST:
            # what lasts shorter than it takes to say is said faster: the menu does not wait for a voice
            faster = self._speed * spoken_ms(playing.item) / lasts_ms
            self._say(still_said(playing.item, from_ms / lasts_ms), faster)

    def _play(self, recorded: Recorded, from_ms: int) -> None:
        self._sound = self._sound or self._player()
        if recorded.file is not None:
            self._sound.setSource(QUrl.fromLocalFile(str(recorded.file)))
        else:
            self._sound.setSourceDevice(self._opened(recorded.sound))
        self._from_ms = from_ms
        self._seek()
        self._sound.setPlaybackRate(self._speed)
        self._sound.play()

    def _seek(self) -> None:
        """Go to where it is to be heard from; what is still being loaded has no such place."""
        if self._sound is None or not self._from_ms:
            return
        if self._sound.mediaStatus() in (self._sound.MediaStatus.LoadedMedia, self._sound.MediaStatus.BufferedMedia):
            at_ms, self._from_ms = self._from_ms, 0
            self._sound.setPosition(at_ms)

    def _say(self, words: str, faster: float) -> None:
        self._words = words
        if self._speech is not None and words:
            self._speech.setRate(max(-0.5, min(1.0, log(faster, _AT_FULL_RATE))))
            self._speech.say(words)

    def _stop(self) -> None:
        self._from_ms = 0
        if self._sound is not None:
            self._sound.stop()
        if self._speech is not None and self._words:
            self._speech.stop()
        self._words = ""

    def _opened(self, sound: bytes) -> QBuffer:
        before, self._buffer = self._buffer, QBuffer(self)
        self._buffer.setData(sound)
        self._buffer.open(QBuffer.OpenModeFlag.ReadOnly)
        if before is not None:
            before.deleteLater()
        return self._buffer

    def _player(self) -> "QMediaPlayer":
        from PySide6.QtMultimedia import QAudioOutput, QMediaDevices, QMediaPlayer  # noqa: PLC0415 - wanted late

        player = QMediaPlayer(self)
        player.mediaStatusChanged.connect(self._seek)
        if not QMediaDevices.defaultAudioOutput().isNull():  # else its thread complains while the player is stopped
            player.setAudioOutput(QAudioOutput(player))
        return player

    def _find(self) -> "QTextToSpeech | None":
        try:
            from PySide6.QtTextToSpeech import QTextToSpeech  # noqa: PLC0415 - wanted late
        except ImportError:  # a library of the system that it needs is not there
            return None
        known = QTextToSpeech.availableEngines() if self.engines is None else list(self.engines)
        for engine in known:
            if engine != _NOT_A_VOICE or self.engines is not None:
                speech = QTextToSpeech(engine, self)
                if speech.state() is not QTextToSpeech.State.Error:
                    return speech
                speech.deleteLater()
        return None
