"""Titles: learned one by one at one pace, shown as they come, never of a directory that is not open."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from app.book import Book
from app.kazoo import Callflow, DirectoryDocument, DirectorySummary, Member, User, UserDetails
from app.kazoo.errors import NotFound, ServerFault, Unreachable

NOW = datetime(2026, 1, 2, 3, 4, tzinfo=UTC)


class Source:
    """An account of `count` people in one directory, all with a title; `d2` has the first of them only."""

    def __init__(self, count):
        self.ids = [f"u{number:03}" for number in range(count)]
        self.titled = set(self.ids)
        self.titles = dict.fromkeys(self.ids, "Clerk")
        self.asked = []
        self.at_once = self.most_at_once = 0
        self.errors = {}
        self.gate = None
        self.begun = asyncio.Event()

    async def directories(self):
        return [DirectorySummary("d1", "Company"), DirectorySummary("d2", "Sales")]

    async def directory(self, directory_id):
        members = self.ids if directory_id == "d1" else self.ids[:1]
        return DirectoryDocument(directory_id, directory_id, members=tuple(Member(one, "c") for one in members))

    async def users(self):
        return [User(user_id, "Ann", f"Lee{user_id}") for user_id in self.ids]

    async def callflows(self):
        return [Callflow("c", numbers=("2001",))]

    async def user_ids_with(self, key):
        return set(self.titled)

    async def user_details(self, user_id):
        self.asked.append(user_id)
        self.begun.set()
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            await asyncio.sleep(0)
            if self.gate:
                await self.gate.wait()
            if user_id in self.errors:
                raise self.errors[user_id]
            return UserDetails(user_id, self.titles[user_id])
        finally:
            self.at_once -= 1


class Desk:
    """A book, what it published and how long it paused; its clock stands unless somebody turns it."""

    def __init__(self, count):
        self.source = Source(count)
        self.published = []
        self.pauses = []
        self.now = NOW
        self.book = Book(self.source, self.published.append, lambda: self.now, self.pause)

    async def pause(self, seconds):
        self.pauses.append(seconds)
        await asyncio.sleep(0)

    def titles(self):
        return [entry.title for entry in self.book.snapshot.entries]


def run(count, story):
    async def told():
        desk = Desk(count)
        await desk.book.open("d1")
        await story(desk)
        return desk

    return asyncio.run(told())


def test_overlapping_questions_ask_for_nobody_twice_and_never_more_than_five_at_once():
    async def story(desk):
        ids = desk.source.ids
        overlapping = [desk.book.describe(ids[start : start + 20]) for start in (0, 5, 10)]
        await asyncio.gather(*overlapping, desk.book.describe(ids))

    desk = run(40, story)
    assert sorted(desk.source.asked) == desk.source.ids
    assert desk.source.most_at_once == 5
    assert desk.titles() == ["Clerk"] * 40


def test_one_pace_for_all_who_ask():
    async def story(desk):
        ids = desk.source.ids
        await asyncio.gather(desk.book.describe(ids[:40]), desk.book.describe(ids[40:80]))
        await desk.book.describe(ids[80:])

    desk = run(100, story)
    assert desk.pauses == [0.6] * 10


def test_quiet_time_gives_the_burst_back():
    async def story(desk):
        await desk.book.describe(desk.source.ids[:50])
        desk.now += timedelta(seconds=3)
        await desk.book.describe(desk.source.ids[50:75])
        assert desk.pauses == []
        desk.now -= timedelta(days=1)
        await desk.book.describe(desk.source.ids[75:])

    assert run(100, story).pauses == [0.6] * 5


def test_a_few_people_in_view_do_not_wait_for_everybody():
    async def story(desk):
        everybody = asyncio.ensure_future(desk.book.describe(desk.source.ids))
        await asyncio.sleep(0)
        await desk.book.describe(desk.source.ids[-5:])
        await everybody

    assert run(100, story).source.asked[5:10] == [f"u{number:03}" for number in range(95, 100)]


def test_a_changed_or_removed_title_is_seen_after_a_refresh_without_asking_for_everybody():
    async def story(desk):
        await desk.book.describe(desk.source.ids)
        desk.source.titles["u001"] = "Director"
        desk.source.titled.remove("u002")
        desk.source.asked.clear()
        await desk.book.refresh()
        assert desk.source.asked == []
        assert desk.titles() == ["Clerk", "Clerk", "", "Clerk"]
        await desk.book.describe(["u001", "u002"])
        await desk.book.describe(["u001"])

    desk = run(4, story)
    assert desk.source.asked == ["u001"]
    assert desk.titles() == ["Clerk", "Director", "", "Clerk"]
    assert list(desk.book.snapshot.find("director").rows) == [1]


def test_nothing_new_is_not_published():
    async def story(desk):
        await desk.book.describe(desk.source.ids)
        await desk.book.refresh()
        count = len(desk.published)
        await desk.book.describe(desk.source.ids)
        assert len(desk.published) == count

    run(4, story)


def test_titles_share_everything_else_with_the_snapshot_before():
    async def story(desk):
        await desk.book.describe(["u001"])

    before, after = run(4, story).published
    assert after.entries[0] is before.entries[0]
    assert after.index._caller is before.index._caller
    assert before.entries[1].title == ""


def test_the_progress_of_a_print_is_told():
    told = []

    async def story(desk):
        await desk.book.describe(desk.source.ids, lambda done, of: told.append((done, of)))

    run(12, story)
    assert told == [(0, 12), (5, 12), (10, 12)]


def test_the_rest_is_learned_in_the_background_in_a_few_steps():
    async def story(desk):
        await desk.book.describe_rest()

    desk = run(300, story)
    assert desk.titles() == ["Clerk"] * 300
    assert len(desk.published) == 1 + 6
    assert len(desk.pauses) == 50


def test_the_rest_of_many_is_left_until_they_come_into_view():
    async def story(desk):
        await desk.book.describe_rest()
        assert desk.source.asked == []
        await desk.book.describe(desk.source.ids[:1])
        await desk.book.describe_rest()

    assert len(run(301, story).source.asked) == 301


def test_the_rest_ends_when_another_directory_is_opened():
    async def story(desk):
        rest = asyncio.ensure_future(desk.book.describe_rest())
        await desk.source.begun.wait()
        await desk.book.open("d2")
        await rest

    desk = run(200, story)
    assert len(desk.source.asked) <= 50
    assert [snapshot.directory.id for snapshot in desk.published][:2] == ["d1", "d2"]
    assert {snapshot.directory.id for snapshot in desk.published[1:]} == {"d2"}


def test_before_anything_is_open_there_is_no_rest():
    asyncio.run(Desk(3).book.describe_rest())


@pytest.mark.parametrize("error", [Unreachable("http://kazoo.test", "down"), ServerFault("http://kazoo.test", "500")])
def test_the_rest_never_raises(error):
    async def story(desk):
        desk.source.errors = dict.fromkeys(desk.source.ids, error)
        await desk.book.describe_rest()

    assert run(60, story).titles() == [""] * 60


def test_a_server_that_is_gone_is_not_asked_on_and_on():
    async def story(desk):
        desk.source.errors = dict.fromkeys(desk.source.ids, Unreachable("http://kazoo.test", "down"))
        await desk.book.describe(desk.source.ids)
        await desk.book.describe_rest()
        desk.source.errors.clear()
        await desk.book.describe(desk.source.ids[:5])

    desk = run(60, story)
    assert len(desk.source.asked) == 5 + 5 + 5
    assert desk.titles()[:6] == ["Clerk"] * 5 + [""]


def test_a_person_who_cannot_be_read_is_asked_for_once_until_the_refresh():
    async def story(desk):
        desk.source.errors = {"u001": NotFound("http://kazoo.test", "gone")}
        for _ in range(2):
            await desk.book.describe(desk.source.ids)
        await desk.book.refresh()
        await desk.book.describe(["u001"])

    assert run(2, story).source.asked == ["u000", "u001", "u001"]


def test_a_cancelled_question_leaves_the_others_their_turn():
    async def story(desk):
        desk.source.gate = asyncio.Event()
        first = asyncio.ensure_future(desk.book.describe(desk.source.ids))
        second = asyncio.ensure_future(desk.book.describe(desk.source.ids))
        await desk.source.begun.wait()
        first.cancel()
        desk.source.gate.set()
        await second
        assert first.cancelled()

    assert run(10, story).titles() == ["Clerk"] * 10
