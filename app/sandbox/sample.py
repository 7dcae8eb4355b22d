"""The sample account: invented people, and everything about a directory that can go wrong in real life."""

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from app.sandbox.account import AccountFile, Document, Login, write_account
from app.sandbox.auth import hashed
from app.sandbox.people import BRANCH, MENU_NUMBERS, PEOPLE, Person
from app.sandbox.schemas import CALLFLOW, DEVICE, DIRECTORY, USER
from app.sandbox.validation import with_defaults

__all__ = ["SAMPLE_PASSWORD", "sample_account", "sample_id", "write_sample"]

SAMPLE_PASSWORD: Final = "sandbox"
_NAME: Final = "Sample Company"
_BRANCH: Final = "Sample Branch"
_REALM: Final = "sample.sandbox.example"
_ADMIN: Final = 2001
_DIRECTORIES: Final[Sequence[Document]] = (
    {"name": "Company", "sort_by": "last_name", "search_fields": "both", "min_dtmf": 3, "flags": ["main"]},
    {"name": "Sales", "sort_by": "first_name", "search_fields": "first_name", "min_dtmf": 2, "confirm_match": False},
    {"name": "Night Desk", "sort_by": "last_name", "search_fields": "last_name", "max_dtmf": 4},
)


def sample_id(kind: str, name: str | int) -> str:
    """Return the id of a sample document; the same on every machine."""
    return hashlib.md5(f"{kind}/{name}".encode(), usedforsecurity=False).hexdigest()


def sample_account() -> AccountFile:
    """Return the sample: a company, its people and who signs in, and below it a branch with people of its own."""
    account_id = sample_id("account", _NAME)
    documents = _owned(account_id, _account(_NAME, _REALM), *_directories(), *_everyone())
    branch_id = sample_id("account", _BRANCH)
    return AccountFile(
        {account_id: documents, branch_id: _owned(branch_id, *_branch())},
        {"alice": Login(_NAME, "alice", SAMPLE_PASSWORD), "bob": Login(_NAME, "bob", SAMPLE_PASSWORD)},
        {"sample": _api_key()},
        {
            "sample": account_id,
            "branch": branch_id,
            **{f"dir_{each['name']}": sample_id("directory", each["name"]) for each in _DIRECTORIES},
        },
    )


def write_sample(path: Path) -> None:
    """Write the sample as an account file, to be changed and given back."""
    write_account(sample_account(), path)


def _api_key() -> str:
    return hashlib.sha256(b"sandbox/sample").hexdigest()


def _owned(account_id: str, *documents: Document) -> tuple[Document, ...]:
    return tuple({**document, "pvt_account_id": account_id} for document in documents)


def _account(name: str, realm: str) -> Document:
    return {
        "_id": sample_id("account", name),
        "name": name,
        "realm": realm,
        "timezone": "Europe/London",
        "language": "en-us",
        "pvt_type": "account",
        "pvt_tree": [sample_id("account", "Sample Provider")],
        "pvt_enabled": True,
        "pvt_api_key": _api_key(),
    }


def _branch() -> Iterator[Document]:
    """A small account below the sample's: one directory, four people."""
    above = [sample_id("account", "Sample Provider"), sample_id("account", _NAME)]
    yield {**_account(_BRANCH, f"branch.{_REALM}"), "pvt_tree": above, "pvt_api_key": _api_key()[::-1]}
    directory = {"name": "Branch", "sort_by": "last_name", "search_fields": "both", "flags": []}
    yield {**with_defaults(DIRECTORY, directory), "_id": sample_id("directory", "Branch"), "pvt_type": "directory"}
    for person in BRANCH:
        yield _user(person)
        yield _main_callflow(person)


def _directories() -> Iterator[Document]:
    for settings in _DIRECTORIES:
        directory_id = sample_id("directory", settings["name"])
        yield {**with_defaults(DIRECTORY, settings), "_id": directory_id, "pvt_type": "directory"}
        flow = {"module": "directory", "data": {"id": directory_id}, "children": {}}
        name = f"{settings['name']} by name"
        yield _callflow(f"menu/{settings['name']}", name, [MENU_NUMBERS[settings["name"]]], flow)


def _everyone() -> Iterator[Document]:
    for person in PEOPLE:
        yield _user(person)
        if person.callflow != "none":
            yield _main_callflow(person)
        if person.has_phone:
            yield _device(person)


def _user(person: Person) -> Document:
    value = "" if person.callflow == "none" else sample_id("callflow", person.extension)
    user: Document = {
        "first_name": person.first_name,
        "last_name": person.last_name,
        "presence_id": str(person.extension),
        "timezone": "Europe/London",
        "priv_level": "admin" if person.extension == _ADMIN else "user",
        "directories": {sample_id("directory", name): value for name in person.directories},
    }
    if person.title:
        user["profile"] = {"title": person.title}
    if person.do_not_disturb:
        user["do_not_disturb"] = {"enabled": True}
    if person.has_recorded_name:
        user["media"] = {"name": sample_id("media", person.extension)}
    private: Document = {"_id": sample_id("user", person.extension), "pvt_type": "user"}
    if person.username:
        user |= {"username": person.username, "email": f"{person.username}@{_REALM}"}
        private |= hashed(person.username, SAMPLE_PASSWORD)
    return {**with_defaults(USER, user), **private}


def _main_callflow(person: Person) -> Document:
    owner_id = sample_id("user", person.extension)
    flow = {"module": "user", "data": {"id": owner_id, "timeout": 20}, "children": {}}
    name = f"{person.first_name} {person.last_name}".strip()
    callflow = _callflow(str(person.extension), name, list(person.all_numbers), flow)
    callflow |= {"owner_id": owner_id, "type": "mainUserCallflow"}
    return {**callflow, "pvt_deleted": True} if person.callflow == "deleted" else callflow


def _callflow(key: str, name: str, numbers: list[str], flow: Document) -> Document:
    content = with_defaults(CALLFLOW, {"name": name, "numbers": numbers, "flow": flow})
    return {**content, "_id": sample_id("callflow", key), "pvt_type": "callflow"}


def _device(person: Person) -> Document:
    softphone = person.username is not None
    content: Document = {
        "name": f"{person.first_name}'s {'softphone' if softphone else 'desk phone'}",
        "device_type": "softphone" if softphone else "sip_device",
        "owner_id": sample_id("user", person.extension),
        "sip": {"username": f"phone{person.extension}", "password": f"{SAMPLE_PASSWORD}-{person.extension}"},
    }
    return {
        **with_defaults(DEVICE, content),
        "_id": sample_id("device", person.extension),
        "pvt_type": "device",
    }
