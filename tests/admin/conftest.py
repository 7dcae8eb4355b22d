"""A signed-in client of a fresh sandbox, and a way to run what is asked of it."""

import asyncio

import pytest

from app.kazoo import Client, PasswordLogin, hash_password
from app.sandbox import sample_id

COMPANY, SALES, NIGHT = (sample_id("directory", name) for name in ("Company", "Sales", "Night Desk"))


def login_of(sandbox, username=None):
    who = sandbox.sign_in
    name = username or who.username
    return PasswordLogin(who.account_name, name, hash_password(name, who.password))


@pytest.fixture
def asked(sandbox):
    """Run a question with a client of the sandbox, signed in."""

    def ask(question, username=None):
        async def run():
            async with Client(sandbox.base_url, login_of(sandbox, username), attempts=1) as client:
                await client.sign_in()
                return await question(client)

        return asyncio.run(run())

    return ask


def writes(sandbox):
    """What the sandbox was asked to change, without signing in."""
    return [seen for seen in sandbox.seen if seen.method != "GET" and not seen.path.endswith("_auth")]
