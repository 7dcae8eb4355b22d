"""Noticing another network, and sleep."""

import socket
from contextlib import closing

import pytest

from app.phone.backoff import Backoff
from app.phone.network import NEW_NETWORK, SLEPT, NetworkWatch, own_addresses


class World:
    """A clock and a network that a test moves."""

    def __init__(self):
        self.now, self.network, self.told = 1_000.0, {"192.0.2.1"}, []
        self.watch = NetworkWatch(lambda: frozenset(self.network), self.told.append, wall_clock=lambda: self.now)
        self.watch.look()

    def after(self, seconds, *network):
        self.now += seconds
        if network:
            self.network = set(network)
        self.watch.look()


def test_a_network_that_stays_is_no_news():
    world = World()
    for _ in range(10):
        world.after(1.0)
    assert world.told == []


def test_another_network_is_told_once_it_has_settled():
    world = World()
    world.after(1.0, "192.0.2.2")
    world.after(0.5, "192.0.2.3")
    world.after(0.6)
    assert world.told == []
    world.after(0.5)
    assert world.told == [NEW_NETWORK]
    world.after(1.0)
    assert world.told == [NEW_NETWORK]


def test_no_network_is_waited_out():
    world = World()
    world.network = set()
    for _ in range(5):
        world.after(1.0)
    assert world.told == []
    world.after(1.0, "192.0.2.1")
    world.after(1.0)
    assert world.told == [NEW_NETWORK]


@pytest.mark.parametrize("seconds", [7.0, 3_600.0])
def test_sleep_is_noticed_by_the_clock(seconds):
    world = World()
    world.after(seconds)
    world.after(1.0)
    assert world.told == [SLEPT]


def test_other_servers_are_no_other_network():
    world = World()
    world.watch.forget()
    world.after(1.0, "127.0.0.1")
    world.after(2.0)
    assert world.told == []


def test_own_addresses_are_those_towards_the_servers():
    with closing(socket.socket(socket.AF_INET, socket.SOCK_DGRAM)) as server:
        server.bind(("127.0.0.1", 0))
        assert own_addresses([f"127.0.0.1:{server.getsockname()[1]}", "rubbish:port", "x"]) == {"127.0.0.1"}
    assert own_addresses([]) == frozenset()


def test_pauses_grow_to_eight_seconds_and_stay():
    backoff = Backoff()
    assert [backoff.pause() for _ in range(6)] == [1, 2, 4, 8, 8, 8]
    backoff.reset()
    assert backoff.pause() == 1
