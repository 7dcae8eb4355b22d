"""A directory on paper: the snapshot with everybody's title, rendered beside the loop."""

import asyncio
from collections.abc import Callable
from datetime import date
from typing import Literal

from attrs import frozen

from app.auditing import audited
from app.book import Book
from app.directory import ALL_DIRECTORIES, Profile, Snapshot

__all__ = ["PageSize", "Paper", "render_pdf", "with_titles"]

PageSize = Literal["A4", "Letter"]


@frozen
class Paper:
    """A finished PDF, and which characters no font had."""

    pdf: bytes
    pages: int
    missing: tuple[str, ...] = ()


async def with_titles(book: Book, progress: Callable[[int, int], None] | None = None) -> Snapshot:
    """Return the book's open directory with the titles of all its people, fetched where they are not known yet."""
    snapshot = book.snapshot or await book.refresh()
    await book.describe([entry.user_id for entry in snapshot.entries], progress or (lambda done, of: None))
    titled = book.snapshot
    return titled if titled is not None and titled.directory.id == snapshot.directory.id else snapshot


async def render_pdf(
    snapshot: Snapshot,
    *,
    company: str,
    page: PageSize = "A4",
    audited_as: Profile | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Paper:
    """Render a snapshot as PDF in a worker thread; cancelling this coroutine stops the work at the next page.

    With `audited_as` what callers of that menu get follows behind; all directories together have no menu.
    """
    from app.export import directory_pdf  # noqa: PLC0415 - reportlab is wanted late

    has_menu = snapshot.directory.id != ALL_DIRECTORIES.id
    audit = await audited(snapshot, audited_as, progress) if audited_as and has_menu else None
    given_up = False
    try:
        made = await asyncio.to_thread(
            directory_pdf,
            snapshot,
            company=company,
            made_on=date.today(),
            page=page,
            audit=audit,
            progress=progress,
            cancelled=lambda: given_up,
        )
    except asyncio.CancelledError:
        given_up = True
        raise
    return Paper(made.pdf, made.pages, made.missing)
