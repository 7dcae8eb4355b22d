"""Documents become directories of entries, once, and are kept current."""

from app.book.book import Book, Source

__all__ = ["Book", "Source"]
