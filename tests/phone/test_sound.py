"""A person's speaker and microphone, through a sound server of the test's own."""

import subprocess
import time

import pytest

from app.phone import CallState, Open, Tone
from app.phone.engine.devices import Devices, NoDeviceError

pytestmark = [pytest.mark.phone, pytest.mark.anyio, pytest.mark.peers("pulseaudio", "pactl", "parec", "pacat")]

RAW = ("--format=s16le", "--rate=16000", "--channels=1", "--latency-msec=50")
SERVER = """load-module module-native-protocol-unix socket={socket} auth-anonymous=1
load-module module-null-sink sink_name=spk
load-module module-null-sink sink_name=micfeed
load-module module-remap-source source_name=mic master=micfeed.monitor
set-default-sink spk
set-default-source mic
"""


@pytest.fixture
def sound_server(peers, monkeypatch, write_tone):
    """A private PulseAudio: `spk` can be listened to, `micfeed` spoken into; the voice is 1,100 Hz."""
    for name in ("HOME", "XDG_RUNTIME_DIR", "XDG_CONFIG_HOME"):
        monkeypatch.setenv(name, str(peers.folder))
    socket = peers.folder / "s"
    monkeypatch.setenv("PULSE_SERVER", f"unix:{socket}")
    script = peers.folder / "server.pa"
    script.write_text(SERVER.format(socket=socket))
    write_tone(peers.folder / "voice.wav", 1_100, 30)
    argv = ("-n", "-F", script, "--daemonize=no", "--exit-idle-time=-1", "--use-pid-file=no", "--disallow-exit")
    with peers.run("pulseaudio", *argv, log="pulseaudio.log") as log:
        limit = time.monotonic() + 20
        while subprocess.run(["pactl", "info"], capture_output=True, check=False).returncode:
            assert time.monotonic() < limit, log.read_text()
            time.sleep(0.05)
        yield peers


def connected(call):
    return call.state is CallState.CONNECTED


async def test_the_person_hears_the_far_end_and_is_heard(desk, sandbox, sound_server, listen, seen):
    folder, run = sound_server.folder, sound_server.run
    async with sandbox() as (phones, account):
        phone = await desk(account, settings=Open(address="127.0.0.1"))
        await seen(lambda: phone.status.speaker and phone.status.microphone)
        with (
            run("parec", "-d", "spk.monitor", *RAW, log="speaker.raw") as speaker,
            run("pacat", "-d", "micfeed", *RAW, folder / "voice.wav", log="pacat.log"),
        ):
            call_id = await phone.call("2001")
            await phone.until(call_id, connected)
            far_id = phones.calls[0].id
            await phones.phone.play_tone(far_id, Tone(900, 30_000))
            await phones.phone.record(far_id, folder / "far.wav")
            await seen(lambda: 900 in listen(speaker).tones(900))
            await seen(lambda: 1_100 in listen(folder / "far.wav").tones(1_100))


async def test_keys_and_ringing_are_heard_by_the_person(desk, sandbox, sound_server, listen, seen):
    async with sandbox() as (_, account):
        phone = await desk(account, settings=Open(address="127.0.0.1"))
        with sound_server.run("parec", "-d", "spk.monitor", *RAW, log="speaker.raw") as speaker:
            unanswered = await phone.call("2091")
            await seen(lambda: 425 in listen(speaker).tones(425))
            await phone.hang_up(unanswered)
            call_id = await phone.call("2001")
            await phone.send_keys(call_id, "5" * 10)
            await seen(lambda: any(is_key(listen(speaker), 770, 1_336)))


def is_key(ear, *pair):
    """Which windows hold both tones of a key and nothing else."""
    for window in ear.windows():
        low, high = (ear.share(window, hz) for hz in pair)
        yield min(low, high) > 0.3 and low + high > 0.8


async def test_a_speaker_taken_away_is_noticed_and_the_next_taken_up(desk, sandbox, sound_server, listen, seen):
    async with sandbox() as (phones, account):
        phone = await desk(account, settings=Open(address="127.0.0.1"))
        call_id = await phone.call("2001")
        await phone.until(call_id, connected)
        await seen(lambda: phone.status.speaker and connected(phones.calls[0]))
        await phones.phone.play_tone(phones.calls[0].id, Tone(900, 30_000))
        pactl("unload-module", "module-null-sink")
        pactl("load-module", "module-null-sink", "sink_name=other")
        with sound_server.run("parec", "-d", "other.monitor", *RAW, log="other.raw") as speaker:
            await seen(lambda: 900 in listen(speaker).tones(900))
        assert connected(phone.find(call_id))


def pactl(*argv):
    return subprocess.run(["pactl", *argv], check=True, capture_output=True, text=True).stdout


def silence():
    frames = yield b""
    while True:
        frames = yield bytes(frames * 2)


@pytest.mark.usefixtures("sound_server")
async def test_calls_leave_no_connection_to_the_sound_server_behind():
    devices = Devices()

    def connections_after_a_call():
        for kind in ("speaker", "microphone"):
            sound = silence()
            next(sound)
            devices.open(kind, "", sound).close()
        return len(pactl("list", "short", "clients").splitlines())

    first = connections_after_a_call()
    assert [connections_after_a_call() for _ in range(3)] == [first] * 3
    pactl("unload-module", "module-null-sink")
    for _ in range(3):
        with pytest.raises(NoDeviceError):
            devices.open("speaker", "", silence())
    assert len(pactl("list", "short", "clients").splitlines()) == first


@pytest.fixture
def no_sound(monkeypatch, tmp_path):
    """Neither a sound server nor a card can be reached, whatever this computer has: ALSA opens no card unconfigured."""
    nowhere = tmp_path / "none"
    for name in ("HOME", "XDG_RUNTIME_DIR", "XDG_CONFIG_HOME"):
        monkeypatch.setenv(name, str(tmp_path))
    for name in ("ALSA_CONFIG_PATH", "JACK_DEFAULT_SERVER", "PIPEWIRE_REMOTE"):
        monkeypatch.setenv(name, str(nowhere))
    monkeypatch.setenv("PULSE_SERVER", f"unix:{nowhere}")
    monkeypatch.setenv("JACK_NO_START_SERVER", "1")


@pytest.mark.usefixtures("no_sound")
async def test_without_any_sound_device_the_call_works_in_silence(desk, sandbox, seen):
    async with sandbox() as (phones, account):
        phone = await desk(account, settings=Open(address="127.0.0.1"))
        call_id = await phone.call("2001")
        await phone.send_keys(call_id, "1")
        await seen(lambda: phones.heard("2001") == ["1"])
        assert "No sound device was found" in phone.status.sound_text
