"""A signed-in client of a fresh sandbox, and a way to run what is asked of it."""

import asyncio

import pytest

from app.kazoo import Client
from app.sandbox import sample_id
from tests.sandbox.talk import login_of

COMPANY, SALES, NIGHT = (sample_id("directory", name) for name in ("Company", "Sales", "Night Desk"))


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
