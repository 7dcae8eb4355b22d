"""Signing in: where, as whom, and whether to remember it."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from app.problem import Problem
from ui.core import Credentials
from ui.signin.secret_field import SecretField
from ui.theme import Banner

if TYPE_CHECKING:
    from app.store import Profile

__all__ = ["SignInPage"]


class SignInPage(QScrollArea):
    """A form in the middle of the window. `wanted` brings `Credentials` and whether to remember them."""

    wanted = Signal(object, bool)
    cancelled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("signInPage")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self._stored: Credentials | None = None
        self._busy = False
        self._make_fields()
        card = QFrame()
        card.setObjectName("signInCard")
        card.setMaximumWidth(440)
        self._fill(QVBoxLayout(card))
        around = QWidget()
        middle = QVBoxLayout(around)
        middle.setContentsMargins(24, 24, 24, 24)
        middle.addStretch(1)
        middle.addWidget(card, 0, Qt.AlignmentFlag.AlignHCenter)
        middle.addStretch(2)
        card.setMinimumWidth(300)
        card.setSizePolicy(card.sizePolicy().Policy.Expanding, card.sizePolicy().Policy.Maximum)
        self.setWidget(around)
        self._choose_kind(0)

    def show_profile(self, profile: "Profile", *, lasting: bool) -> None:
        """Fill the form with what is remembered; the secret is never shown."""
        self.server.setText(profile.server)
        self.account.setText(profile.account)
        self.username.setText(profile.username)
        self.ca_file.setText(profile.ca_file)
        self.sip_server.setText(profile.phone.server)
        self.kind.setCurrentIndex(1 if profile.kind == "api_key" else 0)
        self.show_lasting(lasting=lasting)

    def show_lasting(self, *, lasting: bool) -> None:
        """Say what "remember" means on this machine."""
        self.remember.setText(
            "Remember me, secret in the system keyring"
            if lasting
            else "Remember me (no system keyring here: the secret is kept for this run only)"
        )

    def show_busy(self, words: str) -> None:
        """Signing in: the form waits, the button cancels."""
        self._busy = True
        self.banner.clear()
        self.button.setText("Cancel")
        self.status.setText(words)
        self.fields.setEnabled(False)

    def show_idle(self) -> None:
        """Ready for input again."""
        self._busy = False
        self.button.setText("Sign in")
        self.status.setText("")
        self.fields.setEnabled(True)

    def show_problem(self, problem: Problem) -> None:
        """Say why it did not work; what was typed stays."""
        self.show_idle()
        self.banner.show_problem(problem)
        (self.api_key if self._by_key() else self.password).line.setFocus()

    def showEvent(self, event: QShowEvent) -> None:
        """Put the cursor where something is missing."""
        super().showEvent(event)
        missing = [field for field in (self.server, self.account, self.username) if not field.text()]
        (missing[0] if missing else self.password.line).setFocus()

    def _make_fields(self) -> None:
        self.server = _line("Server", "https://kazoo.example.com:8443")
        self.account = _line("Account name or realm", "Account name or realm")
        self.username = _line("User name", "")
        self.password = SecretField("Password")
        self.api_key = SecretField("API key")
        self.ca_file = _line("Certificate authority file", "The system's own")
        self.sip_server = _line("SIP server", "Looked up by the account's realm")
        self.remember = QCheckBox("Remember me")
        self.remember.setChecked(True)
        self.button = QPushButton("Sign in")
        self.button.setObjectName("signIn")
        self.button.setProperty("kind", "primary")
        self.button.clicked.connect(self._submit_or_cancel)
        self.status = QLabel()
        self.status.setObjectName("signInStatus")
        self.status.setTextFormat(Qt.TextFormat.PlainText)
        self.banner = Banner()
        self.kind = QTabBar()
        self.kind.setObjectName("signInKind")
        self.kind.setAccessibleName("Way to sign in")
        self.kind.setExpanding(True)
        self.kind.setDrawBase(False)
        self.kind.addTab("User and password")
        self.kind.addTab("API key")
        for line in (self.server, self.account, self.username, self.password.line, self.api_key.line, self.sip_server):
            line.returnPressed.connect(self._submit)

    def _fill(self, layout: QVBoxLayout) -> None:
        layout.setContentsMargins(28, 28, 28, 24)
        layout.setSpacing(16)
        title = QLabel("Sign in to KAZOO")
        title.setObjectName("pageTitle")
        layout.addWidget(title)
        layout.addWidget(self.banner)
        self.fields = QWidget()
        inner = QVBoxLayout(self.fields)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(12)
        inner.addLayout(_labelled("Server", self.server))
        inner.addWidget(self.kind)
        inner.addWidget(self._kinds())
        inner.addWidget(self.remember)
        inner.addWidget(self._more())
        layout.addWidget(self.fields)
        layout.addWidget(self.button)
        layout.addWidget(self.status)
        self.kind.currentChanged.connect(self._choose_kind)

    def _kinds(self) -> QWidget:
        self.stack = QStackedWidget()
        by_password = QWidget()
        layout = QVBoxLayout(by_password)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addLayout(_labelled("Account name or realm", self.account))
        layout.addLayout(_labelled("User name", self.username))
        layout.addLayout(_labelled("Password", self.password))
        by_key = QWidget()
        layout = QVBoxLayout(by_key)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(_labelled("API key", self.api_key))
        layout.addStretch(1)
        self.stack.addWidget(by_password)
        self.stack.addWidget(by_key)
        return self.stack

    def _more(self) -> QWidget:
        box = QWidget()
        layout = QVBoxLayout(box)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        toggle = QPushButton("More settings")
        toggle.setObjectName("moreSettings")
        toggle.setProperty("kind", "link")
        toggle.setCheckable(True)
        layout.addWidget(toggle, 0, Qt.AlignmentFlag.AlignLeft)
        extra = QWidget()
        inner = QVBoxLayout(extra)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(12)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.ca_file, 1)
        choose = QPushButton("Choose…")
        choose.setAccessibleName("Choose a certificate authority file")
        choose.clicked.connect(self._choose_ca_file)
        row.addWidget(choose)
        inner.addLayout(_labelled("Certificate authority file (PEM), for sites with their own", row))
        inner.addLayout(_labelled("SIP server (host or host:port)", self.sip_server))
        extra.setVisible(False)
        toggle.toggled.connect(extra.setVisible)
        layout.addWidget(extra)
        return box

    def _by_key(self) -> bool:
        return self.kind.currentIndex() == 1

    def _choose_kind(self, index: int) -> None:
        self.stack.setCurrentIndex(index)

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
        asked = (self.server, self.api_key.line) if self._by_key() else (
            self.server, self.account, self.username, self.password.line
        )
        return next((field for field in asked if not field.text().strip()), None)

    def _profile(self) -> "Profile":
        from app.store import PhoneSettings, Profile  # noqa: PLC0415 - msgspec is wanted after the first paint

        by_key = self._by_key()
        return Profile(
            server=self.server.text().strip(),
            kind="api_key" if by_key else "password",
            account="" if by_key else self.account.text().strip(),
            username="" if by_key else self.username.text().strip(),
            ca_file=self.ca_file.text().strip(),
            phone=PhoneSettings(server=self.sip_server.text().strip()),
        )


def _line(name: str, hint: str) -> QLineEdit:
    line = QLineEdit()
    line.setAccessibleName(name)
    line.setPlaceholderText(hint)
    return line


def _labelled(text: str, field: QWidget | QHBoxLayout) -> QVBoxLayout:
    label = QLabel(text)
    label.setProperty("kind", "fieldLabel")
    layout = QVBoxLayout()
    layout.setSpacing(4)
    layout.addWidget(label)
    if isinstance(field, QWidget):
        layout.addWidget(field)
        label.setBuddy(field)
    else:
        layout.addLayout(field)
    return layout
