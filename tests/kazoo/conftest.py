"""Questions asked of a sandbox over real HTTP."""

import asyncio

import pytest

from app.kazoo import Client
from tests.sandbox.talk import login_of


@pytest.fixture
def talk():
    """Run a question with a client of a sandbox, signed in unless told otherwise."""

    def ask(sandbox, question, login=None, *, sign_in=True, attempts=1, **settings):
        async def run():
            made = Client(sandbox.base_url, login or login_of(sandbox), attempts=attempts, **settings)
            async with made as client:
                if sign_in:
                    await client.sign_in()
                return await question(client)

        return asyncio.run(run())

    return ask


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"
