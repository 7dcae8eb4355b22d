"""Signing in: where, as whom, and whether to remember it."""

from functools import partial
from typing import TYPE_CHECKING, Final, cast

from PySide6.QtCore import Qt, QTimer, Signal
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

from app.directory import plain
from app.problem import Problem
from ui.core import Credentials
from ui.secret_field import SecretField
from ui.signin.card import Card
from ui.signin.known import KnownSignIns
from ui.theme import (
    SPACE,
    Banner,
    Button,
    ButtonKind,
    Check,
    Combo,
    Look,
    Tone,
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


_KNOWN_BY: Final = (
    ("name_or_realm", "Account name or realm"),
    ("name", "Account name"),
    ("realm", "Account realm"),
    ("phone_number", "Phone number of the account"),
)
_METHODS: Final = (("sha", "SHA-1, as KAZOO stores it"), ("md5", "MD5, for old sites"))
_EXPOSED: Final = "http:// is not encrypted: whoever is on the way can read what is sent, the password's hash too."
_AS_REMEMBERED: Final = "As remembered"


class SignInPage(QScrollArea):
    """A form in the middle of the window. `wanted` brings `Credentials` and whether to remember them."""

    wanted = Signal(object, bool)
    cancelled = Signal()
    profile_chosen = Signal(object)
    """Another remembered sign-in: what is remembered of it is to be shown by `show_remembered`."""
    profile_forgotten = Signal(object)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._busy = False
        self._known: Profile | None = None
        self._remembered: Credentials | None = None
        tag(self, "plain").setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self._make_fields()
        card = Card()
        self._fill(QVBoxLayout(card))
        around = tag(QWidget(), "window")
        middle = QVBoxLayout(around)
        middle.setContentsMargins(SPACE.l, SPACE.xl, SPACE.l, SPACE.xl)
        middle.addStretch(2)
        middle.addWidget(card, 0, Qt.AlignmentFlag.AlignHCenter)
        middle.addStretch(3)
        self.setWidget(around)

    def show_profiles(self, profiles: "tuple[Profile, ...]") -> None:
        """Offer the remembered sign-ins."""
        self.known.show_profiles(profiles)

    def begin_with(self, profile: "Profile | None") -> None:
        """Fill the form for this remembered sign-in, as if it had been chosen, or for another one."""
        self._choose(profile)

    def show_remembered(self, credentials: "Credentials | None") -> None:
        """A secret is remembered for what the form shows: it need not be typed."""
        self._remembered = credentials
        for field in (self.password, self.api_key):
            field.line.setPlaceholderText(_AS_REMEMBERED if credentials else "")

    def ask_second_factor(self, provider: str, *, refused: bool = False) -> None:
        """KAZOO wants one more proof; what was typed stays."""
        self.show_idle()
        self._factor_part.show()
        by = f" ({plain(provider)})" if provider else ""
        if refused:
            self.banner.show_problem(Problem(f"The second factor was not accepted{by}.", "Enter a fresh one."))
        else:
            self.banner.show_problem(
                Problem(f"KAZOO asks for a second factor{by}.", "Enter it to sign in."), tone=Tone.INFO
            )
        self.factor.clear()
        self.factor.setFocus()
        QTimer.singleShot(0, self._bring_factor_into_sight)  # once the form has grown

    def show_profile(self, profile: "Profile", *, lasting: bool) -> None:
        """Fill the form with what is remembered; the secret is never shown."""
        self._known = profile
        self._fill_in(profile)
        self.show_lasting(lasting=lasting)

    def _fill_in(self, profile: "Profile") -> None:
        self.server.setText(profile.server)
        self._forget_factor()
        self.show_remembered(None)
        self.password.line.clear()
        self.api_key.line.clear()
        self.known_by.setCurrentIndex(self.known_by.findData(profile.known_by))
        self.method.setCurrentIndex(self.method.findData(profile.method))
        self.account.setText(profile.account)
        self.username.setText(profile.username)
        self.ca_file.setText(profile.ca_file)
        self.sip_server.setText(profile.phone.server)
        self.register.setChecked(profile.phone.register)
        self._kind_group.button(_BY_KEY if profile.kind == "api_key" else 0).setChecked(True)

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
        self.known = KnownSignIns(self._look)
        self.known.chosen.connect(self._choose)
        self.known.forgotten.connect(self.profile_forgotten)
        self.exposed = text_label("warning", _EXPOSED, wrap=True)
        self.exposed.hide()
        self.server.textChanged.connect(self._show_exposed)
        self.account = text_line("Account name or realm", "")
        self.known_by = Combo(self._look, "The account is given by its")
        for known_by, words in _KNOWN_BY:
            self.known_by.addItem(words, known_by)
        self.known_by.currentIndexChanged.connect(self._show_known_by)
        self.method = Combo(self._look, "Hash of the password")
        for method, words in _METHODS:
            self.method.addItem(words, method)
        self.factor = text_line("Second factor", "The code or answer")
        self._factor_part = QWidget()
        column_of(self._factor_part).addLayout(labelled("Second factor", self.factor))
        self._factor_part.hide()
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
        for line in (self.server, self.account, self.username):
            line.textEdited.connect(self._forget_factor)
        lines = (self.server, self.account, self.username, self.sip_server, self.factor)
        for line in (*lines, self.password.line, self.api_key.line):
            line.returnPressed.connect(self._submit)

    def _fill(self, layout: QVBoxLayout) -> None:
        layout.setContentsMargins(SPACE.xxl, SPACE.xxl, SPACE.xxl, SPACE.xl)
        layout.setSpacing(SPACE.l)
        layout.addLayout(self._head())
        layout.addWidget(self.banner)
        self.fields = QWidget()
        inner = column_of(self.fields)
        inner.addWidget(self.known)
        inner.addLayout(labelled("Server", self.server))
        inner.addWidget(self.exposed)
        inner.addLayout(self._kind_buttons())
        inner.addWidget(self._kinds())
        inner.addWidget(self._factor_part)
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
        named = labelled("Account name or realm", self.account)
        label = named.itemAt(0)
        assert label is not None, "a labelled field has its label first"
        self._account_label = cast(QLabel, label.widget())
        column.addLayout(named)
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
        column.addLayout(labelled("The account is given by its", self.known_by))
        column.addLayout(labelled("Hash of the password", self.method))
        column.addLayout(labelled("Certificate authority file (PEM), for sites with their own", row))
        column.addLayout(labelled("SIP server (host or host:port)", self.sip_server))
        column.addWidget(self.register)
        extra.hide()
        toggle.toggled.connect(extra.setVisible)
        layout.addWidget(toggle, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addWidget(extra)

    def _choose(self, profile: "Profile | None") -> None:
        from app.store import Profile  # noqa: PLC0415 - msgspec is wanted after the first paint

        self.banner.clear()
        self._fill_in(profile or Profile())
        self._known = profile
        if profile is None:
            self.server.setFocus()
        else:
            self.profile_chosen.emit(profile)

    def _knows_secret(self) -> bool:
        """Whether a secret is remembered for just what the form says, by the same hash."""
        if self._remembered is None:
            return False
        known, said = self._remembered.profile, self._profile()
        return (known.secret_name, known.method) == (said.secret_name, said.method)

    def _bring_factor_into_sight(self) -> None:
        self.ensureWidgetVisible(self._factor_part)

    def _forget_factor(self) -> None:
        self.factor.clear()
        self._factor_part.hide()

    def _show_exposed(self) -> None:
        server = self.server.text().strip()
        if not server.startswith("http://"):
            self.exposed.hide()
            return
        from app.kazoo import exposed  # noqa: PLC0415 - httpx is wanted after the first paint

        self.exposed.setVisible(exposed(server))

    def _show_known_by(self) -> None:
        words = self.known_by.currentText()
        self.account.setAccessibleName(words)
        self._account_label.setText(words)

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
        self.wanted.emit(self._credentials(), self.remember.isChecked())

    def _credentials(self) -> Credentials:
        profile, factor = self._profile(), self.factor.text().strip()
        typed = (self.api_key if self._by_key() else self.password).line.text()
        if not typed and self._remembered is not None:
            return Credentials(profile, self._remembered.secret, self._remembered.is_hash, factor)
        return Credentials(profile, typed, second_factor=factor)

    def _missing(self) -> QLineEdit | None:
        asked = [self.server, *(() if self._by_key() else (self.account, self.username))]
        if not self._knows_secret():
            asked.append((self.api_key if self._by_key() else self.password).line)
        if self._factor_part.isVisibleTo(self):
            asked.append(self.factor)
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
            known_by=self.known_by.currentData(),
            method=self.method.currentData(),
            phone=PhoneSettings(server=self.sip_server.text().strip(), register=self.register.isChecked()),
        )
        known = self._known
        return said.completed_from(known) if known is not None and known.secret_name == said.secret_name else said


def _show_kind(stack: QStackedWidget, number: int, chosen: bool) -> None:
    if chosen:
        stack.setCurrentIndex(number)
