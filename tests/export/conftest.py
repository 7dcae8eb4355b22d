"""Directories to print, and the tools that judge what came out."""

import subprocess
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from pathlib import Path

import pypdfium2
import pytest

from app.directory import Directory, Entry, Snapshot, SortBy
from app.export import Paper, directory_pdf

FETCHED_AT = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
SNAPSHOT = Callable[..., Snapshot]


@pytest.fixture(scope="session")
def snapshot_of() -> SNAPSHOT:
    """Make a snapshot of people given as (first name, last name), numbered from 2000 on."""

    def make(
        names: Iterable[tuple[str, str]],
        sort_by: SortBy = "last_name",
        *,
        locale: str = "en",
        title: str = "",
        number: str | None = None,
    ) -> Snapshot:
        entries = [
            Entry(f"{place:032x}", first, last, number=str(2000 + place) if number is None else number, title=title)
            for place, (first, last) in enumerate(names)
        ]
        directory = Directory(id="d" * 32, name="All staff", sort_by=sort_by)
        return Snapshot.of(directory, entries, FETCHED_AT, locale)

    return make


@pytest.fixture(scope="session")
def print_paper() -> Callable[..., Paper]:
    """Print a snapshot for one company on one day."""

    def make(snapshot: Snapshot, **wishes: object) -> Paper:
        wishes = {"company": "Example & Sons", "made_on": date(2026, 11, 24), **wishes}
        return directory_pdf(snapshot, **wishes)  # type: ignore[arg-type]

    return make


@pytest.fixture(scope="session")
def read_text() -> Callable[[bytes], str]:
    """Read a file's text as Chrome does."""

    def read(pdf: bytes) -> str:
        document = pypdfium2.PdfDocument(pdf)
        try:
            return "\n".join(page.get_textpage().get_text_range().replace("\r", "") for page in document)
        finally:
            document.close()

    return read


@pytest.fixture
def judge(tmp_path: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Run a tool on a file."""

    def run(pdf: bytes, tool: str, *options: str, output: Iterable[str] = ()) -> subprocess.CompletedProcess[str]:
        path = tmp_path / "paper.pdf"
        path.write_bytes(pdf)
        command = [tool, *options, str(path), *output]
        return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False, cwd=tmp_path)

    return run
