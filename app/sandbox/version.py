"""The three KAZOOs a sandbox can be, and what a client of directories sees of their differences."""

from collections.abc import Mapping
from typing import Final

from attrs import field, frozen

from app.sandbox.schemas import DIRECTORY, DIRECTORY_5, DIRECTORY_43, Schema

__all__ = ["KAZOO_5", "KAZOO_43", "MASTER", "VERSIONS", "Version"]


@frozen
class Version:
    """One line of KAZOO. `schemas` are by module; what is not in it is the same in all three."""

    number: str
    """What the envelope calls it."""
    schemas: Mapping[str, Schema] = field(factory=dict)
    serves_v1: bool = False
    """Without pages, and with errors as plain text; elsewhere v1 is 410."""
    decodes: int = 1
    """How often the segments of a path are percent-decoded."""
    numbered_for_all: bool = False
    """The envelope names the version to strangers, too."""
    undefined_token: bool = False
    """An error for a stranger says `auth_token: "undefined"`."""
    counts_tokens: bool = True
    """The envelope tells how full the token bucket is."""
    charges_everybody: bool = False
    """A good token pays from the bucket like none."""
    forgives_page_size: bool = False
    """A page size that is none means the usual one, not a 404."""
    lists_by_id: bool = False
    """Users are listed in the order of their ids, not of their names."""
    ascending: bool = False
    """Lists begin with the lowest key; of a directory's members the lowest are shown, the highest of them first."""
    metadata: bool = False
    """What the server knows of a document stands beside `data`, not in `data._read_only`."""
    picks_fields: bool = False
    """`fields` chooses what a list shows of each document."""
    locks_accounts: bool = False
    """Too many wrong passwords lock a user out."""


KAZOO_43: Final = Version(
    "4.3.142",
    {"directories": DIRECTORY_43},
    serves_v1=True,
    decodes=2,
    numbered_for_all=True,
    undefined_token=True,
    counts_tokens=False,
    charges_everybody=True,
    forgives_page_size=True,
    lists_by_id=True,
    ascending=True,
)
MASTER: Final = Version("5.0-sandbox", {"directories": DIRECTORY})
KAZOO_5: Final = Version(
    "5.4-sandbox",
    {"directories": DIRECTORY_5},
    lists_by_id=True,
    metadata=True,
    picks_fields=True,
    locks_accounts=True,
)
VERSIONS: Final[Mapping[str, Version]] = {"4.3": KAZOO_43, "master": MASTER, "5": KAZOO_5}
"""By the name people call them."""
