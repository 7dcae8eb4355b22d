"""Speaker and microphone, by miniaudio: the SIP library has no sound driver on Linux.

A device that is taken away raises nothing, its callbacks just stop; so they are counted.
"""

import time
from collections.abc import Callable, Generator
from typing import Any, Final

from app.phone.engine.devices import Devices, Kind, NoDeviceError, OpenDevice
from app.phone.engine.ring import Ring
from app.phone.messages import Open, SoundState

__all__ = ["Sound"]

_STALLED_S: Final = 0.5
_FIRST_SOUND_S: Final = 1.5
"""A sound server may take its time at the beginning."""
_SETTLED_S: Final = 0.2
_STEADY_S: Final = 0.05
"""A sound server takes some periods at once, then nothing for up to 0.7 s, and only then one after the other."""
_RETRY_S: Final = 2.0


class Device:
    """One direction: opened, watched, opened again. `start` makes and starts miniaudio's device."""

    def __init__(self, start: Callable[["Device"], OpenDevice]) -> None:
        self._start = start
        self._device: OpenDevice | None = None
        self._last_beat = 0.0
        self._retry_at = 0.0
        self._opened = 0.0
        self.flows = False
        """Sound goes through it steadily."""

    @property
    def works(self) -> bool:
        """Open, and called back lately as far as known."""
        return self._device is not None

    def beat(self) -> None:
        """The device called back; on miniaudio's thread."""
        self._last_beat = time.monotonic()

    def open(self, now: float) -> None:
        """Open the device if it can be; failing is a state, not an error."""
        self.flows = False
        self._opened = now
        self._last_beat = 0.0
        try:
            self._device = self._start(self)
        except NoDeviceError:
            self._device = None
            self._retry_at = now + _RETRY_S

    def close(self) -> None:
        """Close the device; it stays closed until `open`."""
        if self._device is not None:
            self._device.close()
            self._device = None

    def watch(self, now: float) -> bool:
        """Open again what stalled or could not be opened; True when that changed anything."""
        before = self.works
        age, pause = now - self._opened, now - self._last_beat
        steady = age > _SETTLED_S and pause < _STEADY_S
        self.flows = self._device is not None and (self.flows or steady)
        if self._device is not None and age > _FIRST_SOUND_S and pause > _STALLED_S:
            self.close()
            self.open(now)
            return True
        if self._device is None and now >= self._retry_at:
            self.open(now)
        return self.works != before


class Sound:
    """The person's ear and mouth. `heard` is played, what the microphone picks up goes into `spoken`."""

    def __init__(self, settings: Open, heard: Ring, spoken: Ring, tell: Callable[[SoundState], None]) -> None:
        self._settings = settings
        self._heard = heard
        self._spoken = spoken
        self._tell = tell
        self._devices: Devices | None = None
        self._speaker = Device(self._start_speaker)
        self._microphone = Device(self._start_microphone)
        self._open = False

    @property
    def flows(self) -> bool:
        """The person can hear now: ringing that began earlier would lose its first burst."""
        return self._speaker.flows

    def prepare(self) -> None:
        """Load miniaudio, a quarter of a second that no call should wait for, and say what devices there are."""
        try:
            self._devices = Devices()
        except ImportError:
            self._tell(SoundState(speaker=False, microphone=False, text="Sound needs miniaudio, which is missing."))
            return
        self._say(self._devices.found("speaker"), self._devices.found("microphone"))

    def open(self) -> None:
        """Open both devices; the first 0.7 s of sound may be lost, so do it while it still rings."""
        if self._open or self._devices is None:
            return
        self._open = True
        self._heard.clear()
        self._spoken.clear()
        now = time.monotonic()
        self._speaker.open(now)
        self._microphone.open(now)
        self._say(self._speaker.works, self._microphone.works)

    def close(self) -> None:
        """Let go of both devices."""
        if self._open:
            self._open = False
            self._speaker.close()
            self._microphone.close()

    def watch(self, now: float) -> None:
        """Bring back a device that was unplugged, or take up one that was plugged in."""
        if self._open and any([self._speaker.watch(now), self._microphone.watch(now)]):
            self._say(self._speaker.works, self._microphone.works)

    def _say(self, speaker: bool, microphone: bool) -> None:
        text = {
            (True, True): "Speaker and microphone are ready.",
            (True, False): "No microphone was found: the other side hears silence.",
            (False, True): "No speaker was found: the other side hears you, you hear nothing.",
            (False, False): "No sound device was found: calls work, but in silence.",
        }[speaker, microphone]
        self._tell(SoundState(speaker=speaker, microphone=microphone, text=text))

    def _start_speaker(self, device: Device) -> OpenDevice:
        return self._start("speaker", self._settings.speaker, _playing(self._heard, device.beat))

    def _start_microphone(self, device: Device) -> OpenDevice:
        return self._start("microphone", self._settings.microphone, _capturing(self._spoken, device.beat))

    def _start(self, kind: Kind, name: str, sound: Generator[Any, Any, None]) -> OpenDevice:
        if self._devices is None:
            raise NoDeviceError(kind)
        next(sound)
        return self._devices.open(kind, name, sound)


def _playing(ring: Ring, beat: Callable[[], None]) -> Generator[bytes, int, None]:
    """Hand out what is asked for, silence where there is nothing; on miniaudio's thread."""
    frames = yield b""
    while True:
        beat()
        frames = yield ring.pull(frames * 2) or bytes(frames * 2)


def _capturing(ring: Ring, beat: Callable[[], None]) -> Generator[None, bytes, None]:
    """Take what was picked up; on miniaudio's thread."""
    while True:
        data = yield
        beat()
        ring.push(bytes(data))
