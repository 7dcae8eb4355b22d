"""KAZOO's documents joined to entries, in a fixed number of requests."""

import asyncio
from datetime import UTC, datetime

import pytest

from app.book import Book
from app.book.join import directory_of
from app.directory import ALL_DIRECTORIES, AS_DOCUMENTED, KAZOO_4, Directory, Trouble, number_to_dial
from app.kazoo import Callflow, DirectoryDocument, DirectorySummary, Member, User, UserDetails
from app.kazoo.documents import read_directory
from app.kazoo.errors import NotFound

NOW = datetime(2026, 1, 2, 3, 4, tzinfo=UTC)


class Source:
    """An account in memory that counts what it is asked."""

    def __init__(self):
        self.asked = []
        self.titled = {"u1", "u2"}
        self.documents = {
            "d1": DirectoryDocument(
                "d1", "Company", members=(Member("u1", "c1"), Member("u2", "gone"), Member("x9", "c1"))
            ),
            "d2": DirectoryDocument("d2", "sales", sort_by="first_name", members=(Member("u2", "c2"), Member("u3"))),
        }

    async def directories(self):
        self.asked.append("directories")
        return [DirectorySummary(row.id, row.name) for row in self.documents.values()]

    async def directory(self, directory_id):
        self.asked.append(directory_id)
        return self.documents[directory_id]

    async def users(self):
        self.asked.append("users")
        return [
            User("u1", "Ann", "Lee", presence_id="2001", features=("do_not_disturb",)),
            User("u2", "Bo", "Zed"),
            User("u3", "Cy", "Abel"),
        ]

    async def callflows(self):
        self.asked.append("callflows")
        return [Callflow("c1", numbers=("+442079460001", "2001")), Callflow("c2", numbers=("",))]

    async def user_ids_with(self, key):
        self.asked.append(key)
        return self.titled

    async def user_details(self, user_id):
        self.asked.append(user_id)
        if user_id == "u2":
            raise NotFound("http://kazoo.test", "gone")
        return UserDetails(user_id, title="Head of Sales")


@pytest.fixture
def source():
    return Source()


@pytest.fixture
def published():
    return []


@pytest.fixture
def book(source, published):
    return Book(source, published.append, lambda: NOW)


def test_everybodys_numbers_are_known_in_a_directory_or_not(book, source):
    async def callflows():
        return [
            Callflow("c1", numbers=("+442079460001", "2001"), owner_id="u1"),
            Callflow("c3", numbers=("2003",), owner_id="u3"),
            Callflow("c4", numbers=("2004",), owner_id="gone"),
            Callflow("c5", numbers=("2005",)),
        ]

    source.callflows = callflows
    asyncio.run(book.open("d1"))
    assert [(entry.first_name, entry.number) for entry in book.owners] == [("Ann", "2001"), ("Cy", "2003")]


def test_a_directory_takes_four_requests_for_any_number_of_people(book, source, published):
    snapshot = asyncio.run(book.open("d1"))
    assert sorted(source.asked) == ["callflows", "d1", "profile.title", "users"]
    assert published == [snapshot]
    assert snapshot.fetched_at == NOW
    ann = snapshot.entries[0]
    assert (ann.last_name, ann.number, ann.numbers) == ("Lee", "2001", ("+442079460001", "2001"))
    assert ann.do_not_disturb


def test_each_person_who_cannot_be_called_says_why(book):
    company, sales = (asyncio.run(book.open(name)) for name in ("d1", "d2"))
    assert [(entry.user_id, entry.trouble) for entry in company.entries] == [
        ("u1", None),
        ("u2", Trouble.CALLFLOW_GONE),
        ("x9", Trouble.NO_USER),
    ]
    assert [(entry.user_id, entry.trouble) for entry in sales.entries] == [
        ("u2", Trouble.NO_NUMBER),
        ("u3", Trouble.NO_CALLFLOW),
    ]


def test_everybody_is_listed_once_with_all_directories(book):
    everybody = asyncio.run(book.open(ALL_DIRECTORIES.id))
    assert {entry.user_id: entry.directories for entry in everybody.entries} == {
        "u1": ("d1",),
        "u2": ("d1", "d2"),
        "u3": ("d2",),
        "x9": ("d1",),
    }


def test_titles_are_fetched_for_people_in_view_and_kept(book, source, published):
    async def look_twice():
        await book.open("d1")
        source.asked.clear()
        await book.describe(["u1", "u2", "u3"])
        await book.describe(["u1"])
        await book.refresh()

    asyncio.run(look_twice())
    assert [asked for asked in source.asked if asked in ("u1", "u2", "u3")] == ["u1", "u2"]
    assert [snapshot.entries[0].title for snapshot in published] == ["", "Head of Sales", "Head of Sales"]
    assert list(published[-1].find("sales").rows) == [0]


def test_titles_that_come_late_do_not_bring_the_old_directory_back(book, source, published):
    arrived = asyncio.Event()
    answer = source.user_details

    async def slowly(user_id):
        await arrived.wait()
        return await answer(user_id)

    source.user_details = slowly

    async def change_meanwhile():
        await book.open("d1")
        describing = asyncio.ensure_future(book.describe(["u1"]))
        await asyncio.sleep(0)
        await book.open("d2")
        arrived.set()
        await describing

    asyncio.run(change_meanwhile())
    assert [snapshot.directory.id for snapshot in published] == ["d1", "d2"]


def held_back(source, name, document):
    """Let the answer about one directory wait; returns how to let it go."""
    gate = asyncio.Event()
    answer = source.directory

    async def late(directory_id):
        if directory_id == name:
            await gate.wait()
            return document
        return await answer(directory_id)

    source.directory = late
    return gate


def test_a_slow_answer_never_takes_the_place_of_a_directory_opened_since(book, source, published):
    async def change_quickly():
        gate = held_back(source, "d1", source.documents["d1"])
        slow = asyncio.ensure_future(book.open("d1"))
        await asyncio.sleep(0)
        fast = await book.open("d2")
        source.titled = set()
        gate.set()
        late = await slow
        assert late.directory.id == "d1"
        assert book.snapshot is fast
        await book.describe(["u1", "u2", "u3"])
        await book.describe_rest()
        return fast

    fast = asyncio.run(change_quickly())
    assert published == [fast]
    assert book.snapshot is fast
    assert book.directory_id == "d2"


def test_of_two_loadings_of_one_directory_the_newer_is_kept(book, source, published):
    async def twice():
        older = source.documents["d1"]
        gate = held_back(source, "d1", older)
        first = asyncio.ensure_future(book.open("d1"))
        await asyncio.sleep(0)
        source.directory = Source.directory.__get__(source)
        source.documents["d1"] = DirectoryDocument("d1", "Company", members=(Member("u3", "c1"),))
        newer = await book.refresh()
        gate.set()
        await first
        return newer

    newer = asyncio.run(twice())
    assert published == [newer]
    assert book.snapshot is newer
    assert [entry.user_id for entry in newer.entries] == ["u3"]


def test_a_loading_outdated_while_it_is_sorted_is_not_published(book, source, published, monkeypatch):
    async def change_while_sorting():
        sorting = asyncio.Event()
        go_on = asyncio.Event()

        async def slowly(work, *args, **more):
            made = work(*args, **more)
            if made[0].directory.id == "d1":
                sorting.set()
                await go_on.wait()
            return made

        monkeypatch.setattr(asyncio, "to_thread", slowly)
        slow = asyncio.ensure_future(book.open("d1"))
        await sorting.wait()
        await book.open("d2")
        go_on.set()
        await slow

    asyncio.run(change_while_sorting())
    assert [snapshot.directory.id for snapshot in published] == ["d2"]
    assert book.snapshot is published[0]


def test_titles_that_come_during_a_loading_wait_for_it(book, source, published):
    async def describe_meanwhile():
        await book.open("d1")
        gate = held_back(source, "d2", source.documents["d2"])
        opening = asyncio.ensure_future(book.open("d2"))
        await asyncio.sleep(0)
        await book.describe(["u1"])
        gate.set()
        await opening

    asyncio.run(describe_meanwhile())
    assert [snapshot.directory.id for snapshot in published] == ["d1", "d2"]


def test_a_directory_that_cannot_be_opened_leaves_the_one_before_alive(book, source, published):
    async def fail():
        await book.open("d1")

        async def gone(directory_id):
            raise NotFound("http://kazoo.test", "gone")

        source.directory = gone
        with pytest.raises(NotFound):
            await book.open("d9")
        await book.describe(["u1"])

    asyncio.run(fail())
    assert [snapshot.entries[0].title for snapshot in published] == ["", "Head of Sales"]


def test_a_directory_deleted_meanwhile_does_not_hide_the_others(book, source):
    answer = source.directory

    async def one_is_gone(directory_id):
        if directory_id == "d1":
            raise NotFound("http://kazoo.test", "gone")
        return await answer(directory_id)

    source.directory = one_is_gone
    everybody = asyncio.run(book.open(ALL_DIRECTORIES.id))
    assert [entry.user_id for entry in everybody.entries] == ["u3", "u2"]


def test_directories_come_by_name(book):
    assert [directory.name for directory in asyncio.run(book.directories())] == ["Company", "sales"]


@pytest.mark.parametrize(
    ("stored", "read"),
    [
        ("both", "both"),
        ("first_name", "first_name"),
        ("firstborn", "first_name"),
        ("last_name", "last_name"),
        ("", "last_name"),
    ],
)
def test_settings_are_read_as_the_menu_reads_them(book, source, stored, read):
    source.documents["d1"] = DirectoryDocument("d1", "Company", search_fields=stored)
    assert asyncio.run(book.open("d1")).directory.search_fields == read


@pytest.mark.parametrize(
    ("numbers", "presence_id", "dialled"),
    [
        (("+442079460001", "2001"), "", "2001"),
        (("2001", "2002"), "2002", "2002"),
        (("200155", "21"), "", "21"),
        (("2079460001", "front-desk"), "", "front-desk"),
        (("+442079460001",), "", "+442079460001"),
        (("0044123", "011442"), "", "0044123"),
        (("", " "), "", ""),
        ((), "2001", ""),
        (("2001",), "2999", "2001"),
    ],
)
def test_the_number_to_dial(numbers, presence_id, dialled):
    assert number_to_dial(numbers, presence_id) == dialled


def test_what_was_never_set_stays_known_for_the_menus_that_read_it_differently():
    unset = directory_of(read_directory({"id": "d", "name": "D", "max_dtmf": 4}))
    assert (unset.confirm_match, unset.stored) == (True, {"max_dtmf": 4})
    assert not KAZOO_4.applied_to(unset).confirm_match
    assert AS_DOCUMENTED.applied_to(unset).confirm_match
    assert KAZOO_4.applied_to(Directory("d", "D", confirm_match=True)).confirm_match
