"""Phone and accounts: as whom the phone speaks, how servers are reached, and how each account is doing."""

import uuid
from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.phone import PhoneStatus
from app.problem import Problem
from ui.core import Core
from ui.phone.account_forms import ByHandForm, KazooForm, shortened
from ui.phone.checks import MOST_BY_HAND
from ui.phone.standing_line import StandingLine
from ui.settings_requests import PhoneChoices
from ui.standing import standing_of
from ui.theme import SPACE, Banner, Button, ButtonKind, Check, Combo, Look, Tone, tag, text_label

if TYPE_CHECKING:
    from app.store import PhoneSettings

__all__ = ["PhoneDialog"]

_MAIN: Final = "main"
_ANSWERS: Final = (("Never", None), ("At once", 0.0), ("After 3 seconds", 3.0), ("After 10 seconds", 10.0))
_CONSENT: Final = Problem(
    "A softphone device of your own will be created in KAZOO.",
    "It gets a SIP user name and a password of its own. An administrator sees it and can remove it.",
)
_NOT_LASTING: Final = Problem(
    "Passwords of accounts are kept for this run only.",
    "There is no system keyring here, or this sign-in is not remembered.",
)
_BELOW: Final = 44
_FULL: Final = Problem("The phone holds eight accounts.", "Remove one first.")


class PhoneDialog(QDialog):
    """Save uses the settings at once; the dialog stays, so that one sees how the accounts are doing."""

    def __init__(self, look: Look, core: Core, status: PhoneStatus, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Phone and accounts")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(680, 680)
        self.setMinimumSize(600, 540)
        self._look = look
        self._core = core
        self._status = status
        self._kazoo: KazooForm | None = None
        self._with_password: frozenset[str] = frozenset()
        self._make_parts()
        self._place()
        self._connect()
        self._ask()

    def _make_parts(self) -> None:
        look = self._look
        self.banner = Banner(look)
        self.accounts = shortened(Combo(look, "Account"))
        self.add = Button(look, "Add an account")
        self.remove = Button(look, icon="trash", name="Remove this account")
        self.standing = StandingLine(look)
        self.forms: list[KazooForm | ByHandForm] = []
        self.do_not_disturb = Check(look, "Do not disturb")
        self.answers = Combo(look, "Answer calls by itself")
        for text, seconds in _ANSWERS:
            self.answers.addItem(text, seconds)
        self.save = Button(look, "Save", kind=ButtonKind.ACCENT, height=SPACE.small_control)
        self.shut = Button(look, "Close", height=SPACE.small_control)
        self.save.setEnabled(False)

    def _place(self) -> None:
        which = QHBoxLayout()
        which.setSpacing(SPACE.s)
        which.addWidget(self.accounts, 1)
        which.addWidget(self.add)
        which.addWidget(self.remove)
        inside = QWidget()
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(0, 0, SPACE.m, 0)
        self._column.addStretch(1)
        self._area = area = tag(QScrollArea(), "plain")
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inside)
        inside.setAutoFillBackground(False)
        area.viewport().setAutoFillBackground(False)
        for_all = QHBoxLayout()
        for_all.setSpacing(SPACE.l)
        for_all.addWidget(self.do_not_disturb)
        for_all.addStretch(1)
        for_all.addWidget(text_label("body", "Answer calls by itself"))
        for_all.addWidget(self.answers)
        buttons = QHBoxLayout()
        buttons.setSpacing(SPACE.s)
        buttons.addStretch(1)
        buttons.addWidget(self.save)
        buttons.addWidget(self.shut)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(SPACE.xl, SPACE.l, SPACE.xl, SPACE.l)
        whole.setSpacing(SPACE.m)
        whole.addWidget(text_label("title", "Phone and accounts"))
        whole.addWidget(self.banner)
        whole.addLayout(which)
        whole.addWidget(self.standing)
        whole.addWidget(area, 1)
        whole.addWidget(tag(QFrame(), "line"))
        whole.addLayout(for_all)
        whole.addLayout(buttons)

    def _connect(self) -> None:
        self.accounts.currentIndexChanged.connect(self._show_account)
        self.add.clicked.connect(self._add)
        self.remove.clicked.connect(self._remove)
        self.save.clicked.connect(self._save)
        self.shut.clicked.connect(self.close)
        self.banner.acted.connect(self._create_device)
        self._core.phone_changed.connect(self._show_status)

    def _ask(self) -> None:
        request = self._core.phone_choices(self)
        request.succeeded.connect(self._fill)
        request.failed.connect(self.banner.show_problem)

    def _fill(self, choices: PhoneChoices) -> None:
        facts = choices.facts
        self._with_password = choices.with_password
        self._clear()
        self._kazoo = KazooForm(self._look, facts)
        self._kazoo.device_wanted.connect(self._ask_consent)
        self._put(self._kazoo)
        for account in facts.settings.accounts:
            self._put_by_hand(ByHandForm(self._look, account, has_password=account.id in choices.with_password))
        self.do_not_disturb.setChecked(facts.settings.do_not_disturb)
        self._show_answer(facts.settings.auto_answer_s)
        self.save.setEnabled(True)
        self.accounts.setCurrentIndex(0)
        self._show_account()
        if not choices.lasting:
            self.banner.show_problem(_NOT_LASTING, tone=Tone.INFO)

    def _show_answer(self, seconds: float | None) -> None:
        if self.answers.findData(seconds) < 0:
            self.answers.addItem(f"After {seconds:g} seconds", seconds)
        self.answers.setCurrentIndex(self.answers.findData(seconds))

    def _clear(self) -> None:
        self.accounts.clear()
        while self.forms:
            self._drop(0)

    def _put(self, form: KazooForm | ByHandForm) -> None:
        form.hide()
        self.forms.append(form)
        self._column.insertWidget(0, form)
        self.accounts.addItem(form.label)

    def _drop(self, place: int) -> None:
        form = self.forms.pop(place)
        self._column.removeWidget(form)
        form.deleteLater()

    def _put_by_hand(self, form: ByHandForm) -> None:
        self._put(form)
        form.renamed.connect(self._rename)

    def _rename(self) -> None:
        place = self.accounts.currentIndex()
        self.accounts.setItemText(place, self.forms[place].label)

    def _show_account(self) -> None:
        place = self.accounts.currentIndex()
        for other, form in enumerate(self.forms):
            form.setVisible(other == place)
        self._area.verticalScrollBar().setValue(0)
        self.remove.setEnabled(place > 0)
        self._show_status(self._status)

    def _show_status(self, status: PhoneStatus) -> None:
        self._status = status
        place = self.accounts.currentIndex()
        form = self.forms[place] if 0 <= place < len(self.forms) else None
        account_id = form.account_id if isinstance(form, ByHandForm) else _MAIN
        self.standing.show_status(standing_of(status, account_id))

    def _add(self) -> None:
        from app.store import ByHand  # noqa: PLC0415 - msgspec is wanted late

        if len(self._by_hand()) >= MOST_BY_HAND:
            self.banner.show_problem(_FULL)
            return
        form = ByHandForm(self._look, ByHand(id=uuid.uuid4().hex, username="", realm=""), has_password=False)
        self._put_by_hand(form)
        self.accounts.setCurrentIndex(self.accounts.count() - 1)
        form.name.setFocus()

    def _remove(self) -> None:
        place = self.accounts.currentIndex()
        if place > 0:
            self._drop(place)
            self.accounts.removeItem(place)
            self._show_account()

    def _by_hand(self) -> list[ByHandForm]:
        return [form for form in self.forms if isinstance(form, ByHandForm)]

    def _save(self) -> None:
        if self._kazoo is None or self._complain():
            return
        self.banner.clear()
        self.save.setEnabled(False)
        request = self._core.set_up_phone(self._settings(self._kazoo), self._typed(), self)
        request.succeeded.connect(self._saved)
        request.failed.connect(self._not_saved)

    def _complain(self) -> bool:
        """Show the first account with something wrong in it, the cursor where it is."""
        for place, form in enumerate(self.forms):
            wrong = form.check()
            if wrong is not None:
                self.accounts.setCurrentIndex(place)
                wrong.setFocus()
                QTimer.singleShot(0, self, partial(self._show_wrong, wrong))
                return True
        return False

    def _show_wrong(self, field: QWidget) -> None:
        """Scroll to the field and the words below it, once these have their room."""
        inside = self._column.parentWidget()
        if inside is not None:
            bottom = field.mapTo(inside, field.rect().bottomLeft())
            self._area.ensureVisible(0, bottom.y() + _BELOW, 0, 0)

    def _settings(self, kazoo: KazooForm) -> "PhoneSettings":
        from app.store import PhoneSettings  # noqa: PLC0415 - msgspec is wanted late

        return PhoneSettings(
            **kazoo.reach.read(),
            device_id=kazoo.device_id,
            auto_answer_s=self.answers.currentData(),
            do_not_disturb=self.do_not_disturb.isChecked(),
            accounts=tuple(form.read() for form in self._by_hand()),
        )

    def _typed(self) -> Mapping[str, str]:
        return {form.account_id: form.password.line.text() for form in self._by_hand() if form.password.line.text()}

    def _saved(self) -> None:
        self.save.setEnabled(True)
        self.banner.show_problem(Problem("The settings are saved and in use.", ""), tone=Tone.INFO)

    def _not_saved(self, problem: Problem) -> None:
        self.save.setEnabled(True)
        self.banner.show_problem(problem)

    def _ask_consent(self) -> None:
        self.banner.show_problem(_CONSENT, "Create the device", tone=Tone.INFO)

    def _create_device(self) -> None:
        self.banner.clear()
        request = self._core.create_softphone(self)
        request.succeeded.connect(self._ask)
        request.failed.connect(self.banner.show_problem)
