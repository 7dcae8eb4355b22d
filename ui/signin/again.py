"""The sign-in has ended while somebody was at work: sign in again, and nothing on the screen is lost."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from app.problem import Problem
from ui.core import Core, Ended, SecondFactorAsked
from ui.secret_field import SecretField
from ui.signin.known import sign_in_words
from ui.theme import SPACE, Banner, Button, ButtonKind, ElidedLabel, Look, column_of, labelled, text_label, text_line

if TYPE_CHECKING:
    from app.store import Profile

__all__ = ["SignInAgain"]

_WIDTH = 440


class SignInAgain(QDialog):
    """`done_again` comes once it worked; `left` when the person signs out instead. Use `open`."""

    done_again = Signal()
    left = Signal()

    def __init__(self, look: Look, core: Core, profile: "Profile", ended: Ended, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("Sign in again")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setFixedWidth(_WIDTH)
        self._core = core
        self.banner = Banner(look)
        self.secret = SecretField(look, "Password" if profile.kind == "password" else "API key")
        self.factor = text_line("Second factor")
        self._factor_part = QWidget()
        column_of(self._factor_part).addLayout(labelled("Second factor", self.factor))
        self._secret_part = QWidget()
        column_of(self._secret_part).addLayout(labelled(self.secret.line.accessibleName(), self.secret))
        self.go = Button(look, "Sign in", kind=ButtonKind.ACCENT)
        self.leave = Button(look, "Sign out instead")
        self.leave.setAutoDefault(False)
        self._place(profile)
        self.go.clicked.connect(self._go)
        self.leave.clicked.connect(self._leave)
        self._show_factor(ended.second_factor)
        self.banner.show_problem(Problem(ended.problem.happened, "What you entered stays as it is."))
        (self.factor if ended.second_factor else self.secret.line).setFocus()

    def _place(self, profile: "Profile") -> None:
        below = QHBoxLayout()
        below.setSpacing(SPACE.s)
        below.addStretch(1)
        below.addWidget(self.leave)
        below.addWidget(self.go)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE.xl, SPACE.xl, SPACE.xl, SPACE.l)
        layout.setSpacing(SPACE.m)
        layout.addWidget(text_label("heading", "Sign in again"))
        layout.addWidget(ElidedLabel("sub", sign_in_words(profile)))
        layout.addWidget(self.banner)
        layout.addWidget(self._secret_part)
        layout.addWidget(self._factor_part)
        layout.addSpacing(SPACE.s)
        layout.addLayout(below)

    def _show_factor(self, asked: SecondFactorAsked | None) -> None:
        self._factor_part.setVisible(asked is not None)
        self._secret_part.setVisible(asked is None)

    def _go(self) -> None:
        asking_factor = self._factor_part.isVisibleTo(self)
        missing = self.factor if asking_factor else self.secret.line
        if not missing.text().strip():
            missing.setFocus()
            return
        self.go.setEnabled(False)
        request = self._core.sign_in_again(self.secret.line.text(), self.factor.text().strip(), self)
        request.succeeded.connect(self._answered)
        request.failed.connect(self._failed)

    def _answered(self, asked: SecondFactorAsked | None) -> None:
        self.go.setEnabled(True)
        if asked is None:
            self.accept()
            self.done_again.emit()
            return
        self._show_factor(asked)
        self.banner.clear()
        self.factor.setFocus()

    def _failed(self, problem: Problem) -> None:
        self.go.setEnabled(True)
        self.banner.show_problem(problem)

    def _leave(self) -> None:
        self.reject()
        self.left.emit()
