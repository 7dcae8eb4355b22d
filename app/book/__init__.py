"""Documents become directories of entries, once, and are kept current."""

from app.book.book import Book, Source
from app.book.numbers import is_did, number_to_dial

__all__ = ["Book", "Source", "is_did", "number_to_dial"]
