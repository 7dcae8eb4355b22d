"""The phone's own cost: from the command to the INVITE on the wire, the way to the engine and back, an engine at rest.

Run with `dev.py test tests/benchmarks --benchmark-enable`; the figures stand in `extra_info`.
"""

import asyncio
import os
import statistics
import subprocess
import sys
import time
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from app.phone import Open, Phone, SipAccount
from app.phone.messages import Ping, Pong, Ready
from app.phone.process import ENGINE_ARGV, EngineProcess

pytestmark = pytest.mark.phone

SETTINGS = Open(address="127.0.0.1", sound=False)
DIRECTLY = """
import os, sys, time
out = os.dup(1); os.dup2(2, 1)
import pjsua2 as pj
server, count = sys.argv[1], int(sys.argv[2])
class Call(pj.Call):
    over = False
    def onCallState(self, prm):
        self.over = self.getInfo().state == pj.PJSIP_INV_STATE_DISCONNECTED
endpoint = pj.Endpoint(); endpoint.libCreate(); config = pj.EpConfig()
config.uaConfig.threadCnt = 0; config.logConfig.level = config.logConfig.consoleLevel = 0
endpoint.libInit(config); endpoint.audDevManager().setNullDev()
transport = pj.TransportConfig(); transport.boundAddress = transport.publicAddress = "127.0.0.1"
endpoint.transportCreate(pj.PJSIP_TRANSPORT_UDP, transport); endpoint.libStart()
account = pj.Account(); accounting = pj.AccountConfig(); accounting.idUri = "sip:direct@127.0.0.1"
account.create(accounting)
for number in range(count):
    began = time.monotonic()
    call = Call(account); call.makeCall(f"sip:{number}@{server}", pj.CallOpParam(True))
    os.write(out, f"{number} {began}\\n".encode())
    while not call.over:
        endpoint.libHandleEvents(5)
    until = time.monotonic() + 0.11
    while time.monotonic() < until:
        endpoint.libHandleEvents(5)
os._exit(0)
"""


class Busy(asyncio.DatagramProtocol):
    """Answers every call with 486 and keeps when it came."""

    def __init__(self):
        self.came = []

    def connection_made(self, transport):
        self.transport = transport

    def datagram_received(self, data, sender):
        if not data.startswith(b"INVITE"):
            return
        self.came.append(time.monotonic())
        wanted = (b"Via:", b"From:", b"To:", b"Call-ID:", b"CSeq:")
        lines = [line for line in data.split(b"\r\n") if line.startswith(wanted)]
        lines = [line + b";tag=1" if line.startswith(b"To:") else line for line in lines]
        self.transport.sendto(b"\r\n".join([b"SIP/2.0 486 Busy", *lines, b"Content-Length: 0", b"", b""]), sender)


@asynccontextmanager
async def busy():
    transport, far = await asyncio.get_running_loop().create_datagram_endpoint(Busy, local_addr=("127.0.0.1", 0))
    yield far, "127.0.0.1:{}".format(transport.get_extra_info("sockname")[1])
    transport.close()


async def invites_by_phone(count):
    """Seconds from `Phone.call` to the INVITE, call by call."""
    async with busy() as (far, server):
        phone = Phone(settings=SETTINGS)
        await phone.start(SipAccount("1001", "", "sip.test", server, register=False))
        taken = []
        for _ in range(count):
            began = time.monotonic()
            call_id = await phone.call("2001")
            await phone.until(call_id, lambda call: not call.live)
            taken.append(far.came[-1] - began)
            await asyncio.sleep(0.11)
        await phone.close()
    return taken


async def invites_directly(count):
    """The same by the library alone, in one process."""
    async with busy() as (far, server):
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-c", DIRECTLY, server, str(count), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        said, _ = await process.communicate()
        began = [float(line.split()[1]) for line in said.splitlines()]
    return [came - start for came, start in zip(far.came, began, strict=True)]


async def round_trips(count):
    """Seconds from a ping to its pong."""
    engine = await EngineProcess.spawn(ENGINE_ARGV)
    engine.send(SETTINGS)
    taken = []
    began = 0.0
    async for event in engine.events():
        if isinstance(event, Pong):
            taken.append(time.monotonic() - began)
            await asyncio.sleep(0.003)
        if isinstance(event, (Ready, Pong)):
            began = time.monotonic()
            engine.send(Ping())
        if len(taken) == count:
            break
    engine.kill()
    await engine.reap()
    return taken


def cpu_seconds(pid):
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


async def share_at_rest(seconds):
    """The part of a core that an engine takes that has nothing to do."""
    phone = Phone(settings=SETTINGS)
    await phone.start()
    await asyncio.sleep(min(2.0, seconds))
    before = cpu_seconds(phone.engine_pid)
    await asyncio.sleep(seconds)
    used = cpu_seconds(phone.engine_pid) - before
    await phone.close()
    return used / seconds


def test_from_the_command_to_the_invite(benchmark):
    count = 30 if benchmark.enabled else 2
    ours = benchmark.pedantic(lambda: asyncio.run(invites_by_phone(count)))
    direct = asyncio.run(invites_directly(count))
    assert len(ours) == len(direct) == count
    figures = {"phone_ms": statistics.median(ours) * 1_000, "direct_ms": statistics.median(direct) * 1_000}
    benchmark.extra_info.update(figures, ratio=figures["phone_ms"] / figures["direct_ms"])


def test_to_the_engine_and_back(benchmark):
    count = 1_000 if benchmark.enabled else 10
    taken = sorted(benchmark.pedantic(lambda: asyncio.run(round_trips(count))))
    assert len(taken) == count
    benchmark.extra_info.update(median_ms=taken[count // 2] * 1_000, p99_ms=taken[count * 99 // 100] * 1_000)


def test_an_engine_at_rest(benchmark):
    share = benchmark.pedantic(lambda: asyncio.run(share_at_rest(20.0 if benchmark.enabled else 0.1)))
    benchmark.extra_info["percent_of_a_core"] = share * 100
    assert share < 1
