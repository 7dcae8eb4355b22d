"""A desk phone and the sandbox's telephones on loopback, real peers on ports of their own, and an ear for tones."""

import asyncio
import math
import random
import socket
import subprocess
import time
import wave
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, closing, contextmanager
from pathlib import Path

import pytest

from app.phone import Open, Phone, SipAccount
from app.sandbox.phones import Phones
from tests.needs import found
from tests.phone.parties import Party

OPTIONS = """OPTIONS sip:probe@127.0.0.1:{port} SIP/2.0
Via: SIP/2.0/UDP 127.0.0.1:{mine};branch=z9hG4bKprobe
Max-Forwards: 5
From: <sip:probe@127.0.0.1>;tag=1
To: <sip:probe@127.0.0.1>
Call-ID: probe
CSeq: 1 OPTIONS
Content-Length: 0

"""
WAV_HEADER = 44
SILENT = 200.0  # RMS of 16-bit samples


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


DeskMaker = Callable[..., Awaitable[Phone]]


@pytest.fixture
async def desk() -> AsyncIterator[DeskMaker]:
    """Make started phones; they are closed at the end."""
    async with AsyncExitStack() as stack:

        async def make(account: SipAccount | None = None, **options: object) -> Phone:
            options.setdefault("settings", Open(address="127.0.0.1", sound=False))
            phone = Phone(**options)  # type: ignore[arg-type]
            stack.push_async_callback(phone.close)
            await phone.start(account)
            return phone

        yield make


@pytest.fixture
def sandbox() -> Callable[..., object]:
    """An open sandbox with extensions 2001 to 2003, answering at once: `async with sandbox() as (phones, account)`."""

    @asynccontextmanager
    async def opened(**options: object) -> AsyncIterator[tuple[Phones, SipAccount]]:
        options.setdefault("answer_after_s", 0.05)
        phones = Phones(["2001", "2002", "2003"], menu="5000", **options)  # type: ignore[arg-type]
        server = await phones.start()
        try:
            yield phones, SipAccount("1001", "secret", "sip.test", server=server, register=False)
        finally:
            await phones.stop()

    return opened


@pytest.fixture
def deaf_port() -> Iterator[int]:
    """A UDP port that takes everything and never answers."""
    with closing(socket.socket(socket.AF_INET, socket.SOCK_DGRAM)) as deaf:
        deaf.bind(("127.0.0.1", 0))
        yield deaf.getsockname()[1]


class Peers:
    """Programs that are not ours, run for the length of a `with`; their output stays in files of `folder`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._taken: set[int] = set()

    def free_port(self) -> int:
        """Return a port free for UDP and TCP, below those that the system hands out to whoever asks for any."""
        while True:
            port = random.randrange(20_000, 32_000)
            if port in self._taken:
                continue
            self._taken.add(port)
            try:
                for kind in (socket.SOCK_DGRAM, socket.SOCK_STREAM):
                    with closing(socket.socket(socket.AF_INET, kind)) as probe:
                        probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port

    @contextmanager
    def run(self, *argv: object, log: str) -> Iterator[Path]:
        program = found(str(argv[0]))
        assert program, f"{argv[0]} is not installed"
        path = self.folder / log
        with path.open("wb") as output:
            process = subprocess.Popen(
                [program, *map(str, argv[1:])], stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT
            )
            try:
                yield path
            finally:
                process.terminate()
                try:
                    process.wait(3)
                except subprocess.TimeoutExpired:
                    process.kill()
                    process.wait()

    def wait_for_sip(self, port: int) -> None:
        """Wait until something answers OPTIONS on a UDP port (RFC 3261, section 11)."""
        with closing(socket.socket(socket.AF_INET, socket.SOCK_DGRAM)) as probe:
            probe.bind(("127.0.0.1", 0))
            probe.settimeout(0.1)
            request = OPTIONS.format(port=port, mine=probe.getsockname()[1]).replace("\n", "\r\n").encode()
            limit = time.monotonic() + 20
            while time.monotonic() < limit:
                probe.sendto(request, ("127.0.0.1", port))
                try:
                    probe.recv(4096)
                except (TimeoutError, ConnectionError):
                    time.sleep(0.05)
                    continue
                return
        pytest.fail(f"nothing answers on port {port}")


@pytest.fixture
def peers(tmp_path: Path) -> Peers:
    return Peers(tmp_path)


@pytest.fixture
def seen() -> Callable[..., Awaitable[None]]:
    """Wait until a condition holds; the limit is one that only a hang reaches."""

    async def wait(condition: Callable[[], object], limit_s: float = 20.0) -> None:
        async with asyncio.timeout(limit_s):
            while not condition():  # noqa: ASYNC110 - conditions of several processes have no common event
                await asyncio.sleep(0.01)

    return wait


class Ear:
    """Which of some tones a recording holds, window by window of 50 ms."""

    def __init__(self, samples: list[int], rate: int) -> None:
        self.samples = samples
        self.rate = rate

    def share(self, window: list[int], hz: int) -> float:
        """Goertzel: the part of a window's energy that is at `hz`, 0 to 1."""
        factor = 2 * math.cos(2 * math.pi * hz / self.rate)
        last = before = 0.0
        for sample in window:
            last, before = sample + factor * last - before, last
        energy = sum(sample * sample for sample in window) or 1
        return 2 * (last * last + before * before - factor * last * before) / (energy * len(window))

    def windows(self) -> list[list[int]]:
        size = self.rate // 20
        return [self.samples[start : start + size] for start in range(0, len(self.samples) - size, size)]

    def tones(self, *candidates: int) -> list[int]:
        """The tones heard one after the other, 0 for silence, repetitions left out."""
        heard: list[int] = []
        for window in self.windows():
            tone = 0 if rms(window) < SILENT else next((hz for hz in candidates if self.share(window, hz) > 0.8), -1)
            if tone != -1 and (not heard or heard[-1] != tone):
                heard.append(tone)
        return heard

    def loudest(self) -> float:
        return max(map(rms, self.windows()), default=0.0)


def rms(window: list[int]) -> float:
    return math.sqrt(sum(sample * sample for sample in window) / len(window))


@pytest.fixture
def listen() -> Callable[..., Ear]:
    """Read a recording, also one still being made, or the last half second of raw samples, into an `Ear`."""

    def read(path: Path) -> Ear:
        data, rate = path.read_bytes() if path.exists() else b"", 16_000
        data = data[WAV_HEADER if path.suffix == ".wav" else max(0, len(data) // 2 - rate // 2) * 2 :]
        return Ear(list(memoryview(data[: len(data) // 2 * 2]).cast("h")), rate)

    return read


@pytest.fixture
def write_tone() -> Callable[[Path, int, float], None]:
    """Write a WAV of one tone, 16 kHz mono."""

    def write(path: Path, hz: int, seconds: float) -> None:
        samples = (int(9_000 * math.sin(2 * math.pi * hz * n / 16_000)) for n in range(int(16_000 * seconds)))
        with wave.open(str(path), "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(16_000)
            file.writeframes(b"".join(sample.to_bytes(2, "little", signed=True) for sample in samples))

    return write


PartyMaker = Callable[..., Awaitable[Party]]


@pytest.fixture
def party(desk: DeskMaker) -> PartyMaker:
    """Make telephones that can be called at their address, without any server."""

    async def make(account: SipAccount | None = None, **options: object) -> Party:
        made = Party()
        made.phone = await desk(account, **{**made.options, **options})
        return made

    return make


@pytest.fixture
def far_end(peers: Peers, seen: Callable[..., Awaitable[None]]) -> Callable[..., object]:
    """sipp, playing one scenario once: `async with far_end(scenario) as server`."""

    @asynccontextmanager
    async def play(scenario: str) -> AsyncIterator[str]:
        port = peers.free_port()
        script = peers.folder / f"far{port}.xml"
        script.write_text(scenario)
        with peers.run("sipp", "-sf", script, "-i", "127.0.0.1", "-p", port, "-m", 1, "-nostdin", log="sipp.log"):
            await seen(lambda: bound(port))
            yield f"127.0.0.1:{port}"

    return play


def bound(port: int) -> bool:
    """Whether a UDP socket is bound to `port`: asking by packet would count as a call."""
    table = Path("/proc/net/udp").read_text()
    return f"0100007F:{port:04X}" in table
