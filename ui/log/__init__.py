"""The program's own log as a page, and what to copy from it for whoever helps."""

from ui.log.facts import facts_of_program
from ui.log.page import LogPage

__all__ = ["LogPage", "facts_of_program"]
