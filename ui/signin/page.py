"""Signing in: where, as whom, and whether to remember it."""

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.problem import Problem
from ui.core import Credentials
from ui.secret_field import SecretField
from ui.theme import (
    SPACE,
    Banner,
    Button,
    ButtonKind,
    Check,
    Look,
    app_icon,
    column_of,
    labelled,
    tag,
    text_label,
    text_line,
)

if TYPE_CHECKING:
    from app.store import Profile

__all__ = ["SignInPage"]

_BY_KEY: Final = 1
_CARD_WIDTH: Final = 440


class SignInPage(QScrollArea):
    """A form in the middle of the window. `wanted` brings `Credentials` and whether to remember them."""

    wanted = Signal(object, bool)
    cancelled = Signal()

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._busy = False
        self._known: Profile | None = None
        tag(self, "plain").setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self._make_fields()
        card = _Card()
        self._fill(QVBoxLayout(card))
        around = tag(QWidget(), "window")
        middle = QVBoxLayout(around)
        middle.setContentsMargins(SPACE.l, SPACE.xl, SPACE.l, SPACE.xl)
        middle.addStretch(2)
        middle.addWidget(card, 0, Qt.AlignmentFlag.AlignHCenter)
        middle.addStretch(3)
        self.setWidget(around)

    def show_profile(self, profile: "Profile", *, lasting: bool) -> None:
        """Fill the form with what is remembered; the secret is never shown."""
        self._known = profile
        self.server.setText(profile.server)
        self.account.setText(profile.account)
        self.username.setText(profile.username)
        self.ca_file.setText(profile.ca_file)
        self.sip_server.setText(profile.phone.server)
        self.register.setChecked(profile.phone.register)
        self._kind_group.button(_BY_KEY if profile.kind == "api_key" else 0).setChecked(True)
        self.show_lasting(lasting=lasting)

    def show_lasting(self, *, lasting: bool) -> None:
        """Say what "remember" means on this machine."""
        self.remember.setText(
            "Remember me; the password goes to the system keyring"
            if lasting
            else "Remember me; without a system keyring here,\nthe password is kept for this run only"
        )

    def show_busy(self, words: str) -> None:
        """Signing in: the form waits, the button cancels."""
        self._busy = True
        self.banner.clear()
        self.button.set_face("Cancel", "")
        self.status.setText(words)
        self.status.show()
        self.fields.setEnabled(False)

    def show_idle(self) -> None:
        """Ready for input again."""
        self._busy = False
        self.button.set_face("Sign in", "")
        self.status.hide()
        self.fields.setEnabled(True)

    def show_problem(self, problem: Problem) -> None:
        """Say why it did not work; what was typed stays."""
        self.show_idle()
        self.banner.show_problem(problem)
        (self.api_key if self._by_key() else self.password).line.setFocus()
        self.ensureWidgetVisible(self.banner)

    def showEvent(self, event: QShowEvent) -> None:
        """Put the cursor where something is missing."""
        super().showEvent(event)
        missing = [field for field in (self.server, self.account, self.username) if not field.text()]
        (missing[0] if missing else self.password.line).setFocus()

    def _make_fields(self) -> None:
        self.server = text_line("Server", "https://kazoo.example.com:8443")
        self.account = text_line("Account name or realm", "")
        self.username = text_line("User name", "")
        self.password = SecretField(self._look, "Password")
        self.api_key = SecretField(self._look, "API key")
        self.ca_file = text_line("Certificate authority file", "The system's own authorities")
        self.sip_server = text_line("SIP server", "Found by the account's realm")
        self.remember = Check(self._look, "Remember me")
        self.remember.setChecked(True)
        self.register = Check(self._look, "Register the phone with the SIP server")
        self.register.setChecked(True)
        self.button = Button(self._look, "Sign in", kind=ButtonKind.ACCENT)
        self.button.clicked.connect(self._submit_or_cancel)
        self.status = text_label("sub", wrap=True)
        self.status.hide()
        self.banner = Banner(self._look)
        for line in (self.server, self.account, self.username, self.password.line, self.api_key.line, self.sip_server):
            line.returnPressed.connect(self._submit)

    def _fill(self, layout: QVBoxLayout) -> None:
        layout.setContentsMargins(SPACE.xxl, SPACE.xxl, SPACE.xxl, SPACE.xl)
        layout.setSpacing(SPACE.l)
        layout.addLayout(self._head())
        layout.addWidget(self.banner)
        self.fields = QWidget()
        inner = column_of(self.fields)
        inner.addLayout(labelled("Server", self.server))
        inner.addLayout(self._kind_buttons())
        inner.addWidget(self._kinds())
        inner.addWidget(self.remember)
        self._add_more(inner)
        layout.addWidget(self.fields)
        layout.addWidget(self.button)
        layout.addWidget(self.status)

    def _head(self) -> QHBoxLayout:
        mark = QLabel()
        mark.setPixmap(app_icon().pixmap(40, 40))
        head = QHBoxLayout()
        head.setSpacing(SPACE.m)
        head.addWidget(mark)
        head.addWidget(text_label("title", "Sign in to KAZOO"), 1)
        return head

    def _kind_buttons(self) -> QHBoxLayout:
        self._kind_group = QButtonGroup(self)
        row = QHBoxLayout()
        row.setSpacing(SPACE.s)
        for number, text in enumerate(("User and password", "API key")):
            button = Button(self._look, text, kind=ButtonKind.PLAIN, height=SPACE.small_control)
            button.setCheckable(True)
            button.setAutoDefault(False)
            self._kind_group.addButton(button, number)
            row.addWidget(button, 1)
        self._kind_group.button(0).setChecked(True)
        return row

    def _kinds(self) -> QWidget:
        by_password, by_key = QWidget(), QWidget()
        column = column_of(by_password)
        column.addLayout(labelled("Account name or realm", self.account))
        column.addLayout(labelled("User name", self.username))
        column.addLayout(labelled("Password", self.password))
        column = column_of(by_key)
        column.addLayout(labelled("API key", self.api_key))
        column.addStretch(1)
        stack = QStackedWidget()
        stack.addWidget(by_password)
        stack.addWidget(by_key)
        self._kind_group.idToggled.connect(partial(_show_kind, stack))
        return stack

    def _add_more(self, layout: QVBoxLayout) -> None:
        toggle = Button(self._look, "More settings", icon="settings", kind=ButtonKind.QUIET, height=SPACE.small_control)
        toggle.setCheckable(True)
        choose = Button(self._look, "Choose…", name="Choose a certificate authority file")
        choose.clicked.connect(self._choose_ca_file)
        row = QHBoxLayout()
        row.setSpacing(SPACE.s)
        row.addWidget(self.ca_file, 1)
        row.addWidget(choose)
        extra = QWidget()
        column = column_of(extra)
        column.addLayout(labelled("Certificate authority file (PEM), for sites with their own", row))
        column.addLayout(labelled("SIP server (host or host:port)", self.sip_server))
        column.addWidget(self.register)
        extra.hide()
        toggle.toggled.connect(extra.setVisible)
        layout.addWidget(toggle, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addWidget(extra)

    def _by_key(self) -> bool:
        return self._kind_group.checkedId() == _BY_KEY

    def _choose_ca_file(self) -> None:
        file, _ = QFileDialog.getOpenFileName(self, "Certificate authority", "", "Certificates (*.pem *.crt *.cer)")
        if file:
            self.ca_file.setText(file)

    def _submit_or_cancel(self) -> None:
        if self._busy:
            self.cancelled.emit()
        else:
            self._submit()

    def _submit(self) -> None:
        if self._busy:
            return
        missing = self._missing()
        if missing is not None:
            self.banner.show_problem(Problem(f"{missing.accessibleName()} is missing.", "Fill it in to sign in."))
            missing.setFocus()
            return
        secret = (self.api_key if self._by_key() else self.password).line.text()
        self.wanted.emit(Credentials(self._profile(), secret), self.remember.isChecked())

    def _missing(self) -> QLineEdit | None:
        asked = (
            (self.server, self.api_key.line)
            if self._by_key()
            else (self.server, self.account, self.username, self.password.line)
        )
        return next((field for field in asked if not field.text().strip()), None)

    def _profile(self) -> "Profile":
        """What the form says; settings it does not show stay as they are remembered for the same account."""
        from app.store import PhoneSettings, Profile  # noqa: PLC0415 - msgspec is wanted after the first paint

        by_key = self._by_key()
        said = Profile(
            server=self.server.text().strip(),
            kind="api_key" if by_key else "password",
            account="" if by_key else self.account.text().strip(),
            username="" if by_key else self.username.text().strip(),
            ca_file=self.ca_file.text().strip(),
            phone=PhoneSettings(server=self.sip_server.text().strip(), register=self.register.isChecked()),
        )
        known = self._known
        return said.completed_from(known) if known is not None and known.secret_name == said.secret_name else said


class _Card(QFrame):
    """As tall as its words need: a scroll area asks for no height that depends on a width, and would squeeze it."""

    def __init__(self) -> None:
        super().__init__()
        tag(self, "card")
        self.setFixedWidth(_CARD_WIDTH)

    def event(self, event: QEvent) -> bool:
        """Qt: something inside became longer or shorter."""
        if event.type() == QEvent.Type.LayoutRequest:
            self.setMinimumHeight(max(0, self.heightForWidth(_CARD_WIDTH)))
        return super().event(event)


def _show_kind(stack: QStackedWidget, number: int, chosen: bool) -> None:
    if chosen:
        stack.setCurrentIndex(number)
