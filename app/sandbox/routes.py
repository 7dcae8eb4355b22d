"""Which module serves which path: `crossbar_bindings` and `api_util:parse_path_tokens`."""

import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Final, TypeAlias
from urllib.parse import unquote

from attrs import frozen

from app.sandbox import bus, devices, media, sessions, tree, users
from app.sandbox.accounts import read_account_document
from app.sandbox.call import Answer, Call, File, Nouns
from app.sandbox.callflows import CALLFLOWS, read_callflow
from app.sandbox.contacts import contact_list
from app.sandbox.directories import DIRECTORIES, directory_pdf, read_directory
from app.sandbox.node import Node
from app.sandbox.refusals import not_found
from app.sandbox.resource import Resource

__all__ = ["CSV", "JSON", "PDF", "NotTheApi", "Route", "parse_path", "route_of"]

Handler: TypeAlias = Callable[[Node, Call], Awaitable[Answer]]
PdfHandler: TypeAlias = Callable[[Node, Call, Answer], Awaitable[File]]

JSON: Final = ("application/json", "application/x-json")
CSV: Final = ("application/octet-stream", "text/csv", "text/comma-separated-values")
PDF: Final = ("application/pdf", "application/x-pdf")
_VERSION: Final = re.compile(r"v\d+")
_ANY: Final = "*"


class NotTheApi(Exception):
    """A path without a version is a page of the web server, not the API."""


@frozen
class Route:
    """A path's last module with the arguments it takes, and who answers each verb."""

    args: tuple[str, ...]
    verbs: Mapping[str, Handler]
    types: tuple[str, ...] = (*JSON, *CSV)
    pdf: PdfHandler | None = None
    public: bool = False

    def fits(self, args: tuple[str, ...]) -> bool:
        """Return whether these arguments of a path lead here."""
        return len(args) == len(self.args) and all(
            want in (_ANY, arg) for want, arg in zip(self.args, args, strict=True)
        )


def _documents(resource: Resource, read: Handler, types: tuple[str, ...] = (*JSON, *CSV)) -> tuple[Route, Route]:
    one = {"GET": read, "POST": resource.replace, "PATCH": resource.change, "DELETE": resource.delete}
    pdf = directory_pdf if resource is DIRECTORIES else None
    return Route((), {"GET": resource.index, "PUT": resource.create}), Route((_ANY,), one, types, pdf)


ROUTES: Final[Mapping[str, Sequence[Route]]] = {
    "accounts": (
        Route((_ANY,), {"GET": read_account_document}),
        Route((_ANY, "children"), {"GET": tree.children}),
        Route((_ANY, "descendants"), {"GET": tree.descendants}),
    ),
    "directories": _documents(DIRECTORIES, read_directory, (*JSON, *CSV, *PDF)),
    "users": (
        *_documents(users.USERS, users.USERS.read),
        Route((_ANY, "photo"), {"GET": users.photo}, ("application/octet-stream", "application/base64")),
        Route((_ANY, "vcard"), {"GET": users.vcard}, ("text/x-vcard", "text/directory")),
    ),
    "callflows": _documents(CALLFLOWS, read_callflow),
    "devices": (Route(("status",), {"GET": devices.status}), *_documents(devices.DEVICES, devices.DEVICES.read)),
    "channels": (Route((), {"GET": bus.channels}),),
    "contact_list": (Route((), {"GET": contact_list}),),
    "hotdesks": (Route((), {"GET": bus.empty_list}),),
    "media": (
        Route((), {"GET": bus.empty_list}),
        Route((_ANY, "raw"), {"GET": media.recorded_name}, (media.WAV,)),
    ),
    "presence": (Route((), {"GET": bus.presence}),),
    "token_auth": (Route((), {"GET": sessions.session, "DELETE": sessions.end_session}),),
    "user_auth": (
        Route((), {"PUT": sessions.user_auth}, public=True),
        Route((_ANY,), {"GET": sessions.foreign_session}),
    ),
    "api_auth": (Route((), {"PUT": sessions.api_auth}, public=True),),
}
_WITHOUT_ACCOUNT: Final = frozenset({"token_auth", "user_auth", "api_auth"})
_OF_SOMEBODY: Final[Mapping[tuple[str, str], Route]] = {
    ("users", "devices"): Route((), {"GET": users.user_devices}),
    ("users", "channels"): Route((), {"GET": bus.user_channels}),
    ("devices", "channels"): Route((), {"GET": bus.user_channels}),
}


def parse_path(path: str, decodes: int) -> tuple[str, Nouns]:
    """Return version and modules of a raw path; a segment that is a module's name always begins that module.

    Raises `NotTheApi` without a version, and a 404 where the path does not begin with a module.
    """
    segments = path.removeprefix("/").split("/")
    for _ in range(decodes):
        segments = [unquote(segment) for segment in segments]
    version, *segments = segments
    if _VERSION.fullmatch(version) is None:
        raise NotTheApi
    if segments and segments[-1] == "":
        del segments[-1]
    nouns: list[tuple[str, tuple[str, ...]]] = []
    for segment in segments:
        if segment in ROUTES or segment == "account":
            nouns.append((segment, ()))
        elif nouns:
            nouns[-1] = (nouns[-1][0], (*nouns[-1][1], segment))
        else:
            return version, ()
    return version, tuple(nouns)


def route_of(nouns: Nouns) -> Route:
    """Return who serves these modules; raises a 404 when nobody does."""
    if not nouns:
        raise not_found()
    module, args = nouns[-1]
    if module not in _WITHOUT_ACCOUNT and "accounts" not in dict(nouns):
        raise not_found()
    special = _OF_SOMEBODY.get((nouns[-2][0], module)) if len(nouns) > 1 else None
    if special is not None and nouns[-2][1] and not args:
        return special
    for route in ROUTES.get(module, ()):
        if route.fits(args):
            return route
    raise not_found()
