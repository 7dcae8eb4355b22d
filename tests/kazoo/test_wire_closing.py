"""A client that is left: what was asked is given up, and nothing more is sent."""

import asyncio

import pytest

from app.kazoo import Client, KazooError, PasswordLogin, hash_password
from app.sandbox import Sandbox


@pytest.mark.anyio
async def test_nothing_is_sent_while_a_client_closes():
    """A question asked while others are given up would open a connection that nobody closes."""
    async with Sandbox() as sandbox:
        client = Client(sandbox.base_url, PasswordLogin("Sample Company", "alice", hash_password("alice", "sandbox")))
        async with client:
            await client.sign_in()
            sandbox.faults.delay(5.0, 1, "/users")
            slow = asyncio.ensure_future(client.users())
            await asyncio.sleep(0.1)
            slow.add_done_callback(lambda _: late.append(asyncio.ensure_future(client.directories())))
            late: list[asyncio.Future] = []
        with pytest.raises(asyncio.CancelledError):
            await slow
        with pytest.raises(KazooError) as refused:
            await late[0]
        assert refused.value.problem.happened.startswith("Nobody is signed in")
        assert [seen.path.rpartition("/")[2] for seen in sandbox.seen] == ["user_auth"]


@pytest.mark.anyio
async def test_a_closed_client_says_so():
    async with Sandbox() as sandbox:
        client = Client(sandbox.base_url, PasswordLogin("Sample Company", "alice", hash_password("alice", "sandbox")))
        async with client:
            await client.sign_in()
        with pytest.raises(KazooError, match="Closed"):
            await client.users()
