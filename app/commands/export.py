"""`namedial export`: the directory on paper, rendered here or by KAZOO."""

from pathlib import Path
from typing import Annotated

import msgspec
import typer
from rich.console import Console
from rich.markup import escape

from app.commands.reading import chosen_directory, opened
from app.commands.signin import Account, CaFile, Identity, Server, Username, fail, identity_of, run
from app.desk import PageSize, Paper, render_pdf, with_titles
from app.directory import Profile
from app.problem import Problem
from app.scenario import PROFILES_BY_NAME, ProfileName

__all__ = ["export"]


def export(
    directory: Annotated[str, typer.Argument(help="Name or id of the directory, or 'all'.")],
    out: Annotated[Path, typer.Argument(help="The PDF file to write.", dir_okay=False)],
    page: Annotated[PageSize, typer.Option(help="Paper size.")] = "A4",
    audit: Annotated[bool, typer.Option("--audit", help="Put behind it whom callers reach, and whom not.")] = False,
    profile: Annotated[ProfileName, typer.Option(help="Whose menu the audit is of.")] = "kazoo-4",
    from_server: Annotated[bool, typer.Option("--from-server", help="Fetch the PDF that KAZOO renders.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print what was written as JSON.")] = False,
    server: Server = "",
    account: Account = "",
    user: Username = "",
    ca_file: CaFile = None,
) -> None:
    """Write a directory as PDF: sorted as the directory says, grouped by letter, names of every script searchable.

    [dim]namedial export Company company.pdf[/dim]
    """
    identity = identity_of(server, account, user, ca_file)
    if from_server and directory == "all":
        fail(Problem("KAZOO has a PDF of one directory only.", "Name a directory, or leave --from-server away."))
    if audit and (from_server or directory == "all"):
        fail(Problem("The audit belongs to one directory, rendered here.", "Name a directory, or leave --audit away."))
    wanted = "" if directory == "all" else directory
    menu = PROFILES_BY_NAME[profile] if audit else None
    paper = run(_from_server(identity, wanted) if from_server else _rendered(identity, wanted, page, menu))
    try:
        out.write_bytes(paper.pdf)
    except OSError as error:
        fail(Problem(f"{out} cannot be written: {error.strerror}.", "Choose another place."))
    _report(out, paper, as_json=as_json)


async def _rendered(identity: Identity, wanted: str, page: PageSize, audited_as: Profile | None) -> Paper:
    async with opened(identity) as (client, book):
        account = await client.account()
        await book.open(chosen_directory(await book.directories(), wanted))
        return await render_pdf(await with_titles(book), company=account.name, page=page, audited_as=audited_as)


async def _from_server(identity: Identity, wanted: str) -> Paper:
    async with opened(identity) as (client, book):
        pdf = await client.directory_pdf(chosen_directory(await book.directories(), wanted))
        return Paper(pdf, pages=0)


def _report(out: Path, paper: Paper, *, as_json: bool) -> None:
    if as_json:
        facts = {"file": str(out), "bytes": len(paper.pdf), "pages": paper.pages or None, "missing": paper.missing}
        typer.echo(msgspec.json.encode(facts).decode())
        return
    pages = f", {paper.pages} page{'s' if paper.pages != 1 else ''}" if paper.pages else ""
    console = Console(highlight=False)
    console.print(f"{escape(str(out))} written{pages}, {len(paper.pdf):,} bytes.", soft_wrap=True)
    if paper.missing:
        console.print(f"No font here has these characters: {escape(' '.join(paper.missing))}", soft_wrap=True)
