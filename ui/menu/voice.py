"""Prompts and names aloud: a recording where there is one, else a voice of the system, else silence."""

from math import log
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QBuffer, QObject, QUrl

from app.directory.menu import Playing
from app.scenario import NO_RECORDINGS, Recordings, said, spoken_ms

if TYPE_CHECKING:
    from PySide6.QtMultimedia import QMediaPlayer
    from PySide6.QtTextToSpeech import QTextToSpeech

__all__ = ["Voice"]

_NOT_A_VOICE: Final = "mock"
_FASTEST: Final = 2.0
"""Nobody understands a voice that is faster, and none speaks faster: beyond it only recordings are heard."""
_AT_FULL_RATE: Final = 3.0
"""So many times faster is Qt's rate 1, about, by the engines of all systems."""
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
        self._speed = 1.0

    @property
    def is_on(self) -> bool:
        """Whether anything is to be heard."""
        return self._is_on

    @property
    def aloud(self) -> str:
        """The words a voice says now."""
        is_spoken = self._now is not None and self._speed <= _FASTEST and self.recordings.of(self._now.item) is None
        return said(self._now.item) if self._now is not None and is_spoken else ""

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

    def follow(self, playing: Playing | None, speed: float = 1.0) -> None:
        """The caller hears this from now on, so many times faster, and nothing that was heard before."""
        self._speed = speed
        if not self._is_on:
            playing = None
        if playing == self._now:
            if self._sound is not None:
                self._sound.setPlaybackRate(speed)
            return
        self._stop()
        self._now = playing
        if playing is not None and playing.item.kind != "silence":
            self._say(playing)

    def _say(self, playing: Playing) -> None:
        recorded = self.recordings.of(playing.item)
        if recorded is not None:
            self._sound = self._sound or self._player()
            if recorded.file is not None:
                self._sound.setSource(QUrl.fromLocalFile(str(recorded.file)))
            else:
                self._sound.setSourceDevice(self._opened(recorded.sound))
            self._sound.setPlaybackRate(self._speed)
            self._sound.play()
        elif self._speech is not None and self._speed <= _FASTEST:
            # what lasts shorter than it takes to say is said faster: the menu does not wait for a voice
            faster = self._speed * spoken_ms(playing.item) / max(1, playing.end_ms - playing.start_ms)
            self._speech.setRate(max(-0.5, min(1.0, log(faster, _AT_FULL_RATE))))
            self._speech.say(said(playing.item))

    def _stop(self) -> None:
        if self._sound is not None:
            self._sound.stop()
        if self._speech is not None and self._now is not None:
            self._speech.stop()

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
