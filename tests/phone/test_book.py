import asyncio

import pytest
from attrs import evolve

from app.phone.book import CallBook
from app.phone.call import outgoing

pytestmark = pytest.mark.anyio

CALL = outgoing("c1", "2001", "Ann", 100.0)


async def test_a_mistake_of_one_who_waits_is_nobody_elses():
    book = CallBook(lambda call: None)
    book.put(CALL)
    mistaken = asyncio.create_task(book.until("c1", lambda call: call.muted and 1 / 0))
    other = asyncio.create_task(book.until("c1", lambda call: call.muted))
    await asyncio.sleep(0)
    book.put(evolve(CALL, muted=True))
    with pytest.raises(ZeroDivisionError):
        await mistaken
    assert (await other).muted
