"""Administering directories: edited, created, deleted and brought back, their members added and removed."""

from app.admin.deletion import Deleted, Loss, NotDeleted, Restored, delete, restore, what_is_lost
from app.admin.draft import Change, Draft
from app.admin.editor import Editing, NotValid, Rights, create, open_for_editing, rights, save
from app.admin.fields import FIELDS, Field
from app.admin.members import Done, Failed, MemberRun, Outcome, Wanted
from app.admin.merge import Meeting, Merge
from app.admin.roster import Callflows, Candidate, found, roster, words_of
from app.admin.suggest import Suggestion, suggest

__all__ = [
    "FIELDS",
    "Callflows",
    "Candidate",
    "Change",
    "Deleted",
    "Done",
    "Draft",
    "Editing",
    "Failed",
    "Field",
    "Loss",
    "Meeting",
    "MemberRun",
    "Merge",
    "NotDeleted",
    "NotValid",
    "Outcome",
    "Restored",
    "Rights",
    "Suggestion",
    "Wanted",
    "create",
    "delete",
    "found",
    "open_for_editing",
    "restore",
    "rights",
    "roster",
    "save",
    "suggest",
    "what_is_lost",
    "words_of",
]
