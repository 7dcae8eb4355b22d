"""A snapshot in, bytes out: the directory on paper and in other programs."""

from app.export.fonts import NoFonts
from app.export.pdf import Cancelled, PageSize, Paper, directory_pdf
from app.export.words import ENGLISH, Words

__all__ = ["ENGLISH", "Cancelled", "NoFonts", "PageSize", "Paper", "Words", "directory_pdf"]
