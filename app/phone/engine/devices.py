"""The speakers and microphones of this computer, by miniaudio, whose Python binding lets go of too little.

Each device opened through it stays connected to the sound server for good, each that could not be opened twice, and
PulseAudio takes 64 connections from all programs together. So one context is used by all, what was opened is taken
apart, and nothing is opened that is not there.
"""

import importlib
from collections.abc import Generator
from typing import Any, Final, Literal, TypeAlias

from app.phone.engine.frames import RATE

__all__ = ["Devices", "Kind", "NoDeviceError", "OpenDevice"]

Kind: TypeAlias = Literal["speaker", "microphone"]

_PERIOD_MS: Final = 10


class NoDeviceError(Exception):
    """There is no speaker, or no microphone, or none that can be opened."""


class OpenDevice:
    """A device while it plays or picks up."""

    def __init__(self, device: Any, context: Any) -> None:
        self._device = device
        self._context = context
        """Has to outlive the device."""

    def close(self) -> None:
        """Let go of the device, and of what it refers to itself by."""
        self._device.close()
        self._device._ffi_handle = None
        self._context = None


class Devices:
    """What can be opened, asked afresh each time: any of it may have been plugged in just now.

    Raises ImportError where miniaudio is missing.
    """

    def __init__(self) -> None:
        self._library: Any = importlib.import_module("miniaudio")
        self._context: Any = None
        self._kinds: dict[Kind, tuple[Any, str]] = {
            "speaker": (self._sharing(self._library.PlaybackDevice), "output_format"),
            "microphone": (self._sharing(self._library.CaptureDevice), "input_format"),
        }

    def found(self, kind: Kind) -> bool:
        """Whether there is any device of a kind."""
        return bool(self._list(kind))

    def open(self, kind: Kind, name: str, sound: Generator[Any, Any, None]) -> OpenDevice:
        """Open the device called `name`, or the system's default. `sound` has been started, gives or takes frames."""
        there = self._list(kind)
        if not there:
            raise NoDeviceError(kind)
        device_id = next((found["id"] for found in there if found["name"] == name), None) if name else None
        make, format_name = self._kinds[kind]
        try:
            device = make(
                device_id=device_id,
                nchannels=1,
                sample_rate=RATE,
                buffersize_msec=_PERIOD_MS,
                **{format_name: self._library.SampleFormat.SIGNED16},
            )
        except self._library.MiniaudioError as error:
            raise NoDeviceError(kind) from error
        opened = OpenDevice(device, self._context)
        try:
            device.start(sound)
        except self._library.MiniaudioError as error:
            opened.close()
            raise NoDeviceError(kind) from error
        return opened

    def _sharing(self, base: Any) -> Any:
        return type(base.__name__, (base,), {"_make_context": lambda *_: self._context._context})

    def _list(self, kind: Kind) -> list[dict[str, Any]]:
        """Ask the sound server; where it is gone or has nothing, ask whichever is there now."""
        if self._context is not None:
            try:
                if there := self._asked(kind):
                    return there
            except self._library.MiniaudioError:
                pass  # that server is gone
        try:
            self._context = self._library.Devices()
        except self._library.MiniaudioError:
            self._context = None
            return []
        self._context._get_info = _nothing_more
        try:
            return self._asked(kind)
        except self._library.MiniaudioError:
            return []

    def _asked(self, kind: Kind) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = (
            self._context.get_playbacks() if kind == "speaker" else self._context.get_captures()
        )
        return found


def _nothing_more(*_device: object) -> dict[str, Any]:
    """Stand in for the question after formats, which nobody needs.

    For a device unplugged a moment ago PulseAudio answers it with a null pointer, which miniaudio reads through.
    """
    return {}
