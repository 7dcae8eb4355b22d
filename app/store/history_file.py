"""The file of the history: blocking, for one thread."""

import contextlib
import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

from attrs import evolve

from app.problem import Problem
from app.store.record import Record, Result, Wanted

__all__ = ["HistoryError", "HistoryFile"]

_VERSION: Final = 1
_MEMORY: Final = ":memory:"
_BUSY_S: Final = 5.0
_TRIM_EVERY: Final = 200
_COLUMNS: Final = (
    "call_id",
    "direction",
    "number",
    "name",
    "user_id",
    "directory_id",
    "account",
    "called",
    "started_at",
    "connected_at",
    "ended_at",
    "result",
    "reason",
    "transferred_to",
    "found_by",
)
_SCHEMA: Final = """
CREATE TABLE calls (
    row INTEGER PRIMARY KEY AUTOINCREMENT,
    call_id TEXT NOT NULL UNIQUE,
    direction TEXT NOT NULL CHECK (direction IN ('in', 'out')),
    number TEXT NOT NULL,
    name TEXT NOT NULL,
    user_id TEXT NOT NULL,
    directory_id TEXT NOT NULL,
    account TEXT NOT NULL,
    called TEXT NOT NULL,
    started_at REAL NOT NULL,
    connected_at REAL,
    ended_at REAL,
    result TEXT NOT NULL,
    reason TEXT NOT NULL,
    transferred_to TEXT NOT NULL,
    found_by TEXT NOT NULL,
    seen INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX newest ON calls (started_at DESC, row DESC);
CREATE INDEX missed ON calls (row) WHERE seen = 0 AND result IN ('missed', 'do not disturb');
"""
_MISSED: Final = "result IN ('missed', 'do not disturb')"
_WHICH: Final = {"all": "", "missed": _MISSED, "in": "direction = 'in'", "out": "direction = 'out'"}
_PUT: Final = (
    f"INSERT INTO calls ({', '.join(_COLUMNS)}) VALUES ({', '.join('?' * len(_COLUMNS))}) "
    f"ON CONFLICT (call_id) DO UPDATE SET {', '.join(f'{name} = excluded.{name}' for name in _COLUMNS[1:])} "
    "RETURNING row"
)


class HistoryError(Exception):
    """The history could not be read or written."""

    def __init__(self, detail: str) -> None:
        super().__init__(detail)
        self.problem = Problem(
            f"The history of calls could not be used: {detail}.",
            "Check the space and the rights of the folder where it lies.",
            "Calls are not affected.",
        )


class HistoryFile:
    """Opens `path`, or with None lives in memory; keeps the newest `keep` calls. Every method may raise `HistoryError`.

    With `settle` calls that have no end are ones whose program died: nobody else writes this file now.
    """

    def __init__(self, path: Path | None, keep: int, *, settle: bool = True) -> None:
        self.trouble: Problem | None = None
        self._keep = keep
        self._settle = settle
        self._written = 0
        self._db = self._opened(path) if path is not None else self._ready(_prepared(_MEMORY))

    def put(self, record: Record) -> Record:
        """Insert, or replace what is there of the same call."""
        values = [getattr(record, name) for name in _COLUMNS]
        values[_COLUMNS.index("result")] = record.result.value
        with self._change() as db:
            (row,) = db.execute(_PUT, values).fetchone()
            self._written += 1
            if self._written % _TRIM_EVERY == 0:
                self._trim(db)
        return evolve(record, row=row)

    def page(self, wanted: Wanted, after: Record | None, limit: int) -> list[Record]:
        """Newest first."""
        where, values = _where(wanted)
        if after is not None:
            where.append("(started_at, row) < (?, ?)")
            values += [after.started_at, after.row]
        sql = f"SELECT row, {', '.join(_COLUMNS)} FROM calls{_clause(where)} ORDER BY started_at DESC, row DESC LIMIT ?"
        with _told():
            return [_record(found) for found in self._db.execute(sql, [*values, limit])]

    def count(self, wanted: Wanted) -> int:
        """How many there are."""
        where, values = _where(wanted)
        return self._number(f"SELECT count(*) FROM calls{_clause(where)}", values)

    def missed(self) -> int:
        """Missed and not looked at."""
        return self._number(f"SELECT count(*) FROM calls WHERE seen = 0 AND {_MISSED}")

    def look(self) -> None:
        """Mark what was missed as looked at."""
        with self._change() as db:
            db.execute(f"UPDATE calls SET seen = 1 WHERE seen = 0 AND {_MISSED}")

    def delete(self, rows: Sequence[int]) -> None:
        """Delete rows; such as are not there are passed over."""
        with self._change() as db:
            db.executemany("DELETE FROM calls WHERE row = ?", [(row,) for row in rows])

    def delete_all(self) -> None:
        """Delete every row and give back the room."""
        with self._change() as db:
            db.execute("DELETE FROM calls")
        with _told():
            self._db.execute("VACUUM")
            self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        """Let go of the file."""
        with _told():
            self._db.close()

    def _opened(self, path: Path) -> sqlite3.Connection:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            return self._begun(path)
        except _NewerError:
            self.trouble = Problem(
                "The history was written by a newer Namedial and cannot be read.",
                "Update Namedial to see it again.",
                "It is left as it is; calls of this run are listed until you quit.",
            )
        except sqlite3.DatabaseError as error:
            if not isinstance(error, sqlite3.OperationalError):
                return self._afresh(path)
            self.trouble = HistoryError(str(error)).problem
        except OSError as error:
            self.trouble = HistoryError(error.strerror or str(error)).problem
        return self._ready(_prepared(_MEMORY))

    def _afresh(self, path: Path) -> sqlite3.Connection:
        """Put a damaged file aside, whole, and begin a new one."""
        aside = _set_aside(path)
        self.trouble = Problem(
            "The history of calls was damaged and could not be read.",
            f"The damaged file was kept as {aside.name}, should somebody be able to mend it.",
            "A new history was begun.",
        )
        return self._begun(path)

    def _begun(self, path: Path) -> sqlite3.Connection:
        path.touch(mode=0o600)  # nobody else's business; what SQLite puts beside it takes its rights
        return self._ready(_prepared(str(path)))

    def _ready(self, db: sqlite3.Connection) -> sqlite3.Connection:
        """Check, bring to today's version, and settle what an earlier run left open. Closes `db` when it raises."""
        try:
            version = db.execute("PRAGMA user_version").fetchone()[0]
            if version > _VERSION:
                raise _NewerError
            if version == 0:
                db.executescript(f"BEGIN; {_SCHEMA} PRAGMA user_version = {_VERSION}; COMMIT;")
            elif db.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
                raise sqlite3.DatabaseError("damaged")
            if self._settle:
                with db:
                    db.execute(
                        "UPDATE calls SET result = ? WHERE result = ?", [Result.UNKNOWN.value, Result.LIVE.value]
                    )
                    self._trim(db)
        except BaseException:
            db.close()
            raise
        return db

    def _trim(self, db: sqlite3.Connection) -> None:
        sql = "SELECT started_at, row FROM calls ORDER BY started_at DESC, row DESC LIMIT 1 OFFSET ?"
        oldest = db.execute(sql, [self._keep]).fetchone()
        if oldest is not None:
            db.execute("DELETE FROM calls WHERE (started_at, row) <= (?, ?)", oldest)

    def _number(self, sql: str, values: Sequence[Any] = ()) -> int:
        with _told():
            number: int = self._db.execute(sql, values).fetchone()[0]
            return number

    @contextlib.contextmanager
    def _change(self) -> Iterator[sqlite3.Connection]:
        with _told(), self._db:
            yield self._db


class _NewerError(Exception):
    pass


def _prepared(where: str) -> sqlite3.Connection:
    db = sqlite3.connect(where, timeout=_BUSY_S)
    try:
        for pragma in ("journal_mode = WAL", "synchronous = FULL", "secure_delete = ON"):
            db.execute(f"PRAGMA {pragma}")
    except BaseException:
        db.close()
        raise
    return db


def _set_aside(path: Path) -> Path:
    number = 1
    while (aside := path.with_name(f"{path.stem}.damaged-{number}{path.suffix}")).exists():
        number += 1
    path.replace(aside)
    for tail in ("-wal", "-shm"):
        beside = path.with_name(path.name + tail)
        if beside.exists():
            beside.replace(aside.with_name(aside.name + tail))
    return aside


def _where(wanted: Wanted) -> tuple[list[str], list[Any]]:
    conditions = [_WHICH[wanted.which]] if _WHICH[wanted.which] else []
    conditions += ["instr(found_by, ?)"] * len(wanted.words)
    return conditions, list(wanted.words)


def _clause(conditions: Sequence[str]) -> str:
    return f" WHERE {' AND '.join(conditions)}" if conditions else ""


def _record(found: Sequence[Any]) -> Record:
    values = dict(zip(_COLUMNS, found[1:], strict=True))
    values["result"] = _result(values["result"])
    return Record(row=found[0], **values)


def _result(value: str) -> Result:
    try:
        return Result(value)
    except ValueError:
        return Result.UNKNOWN


@contextlib.contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        raise HistoryError(str(error)) from error
