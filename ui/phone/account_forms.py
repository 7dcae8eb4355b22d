"""The forms of the accounts: the one that KAZOO gives, and those typed in."""

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.directory import plain
from ui.phone.checks import realm_problem, user_problem
from ui.phone.reach_form import ReachForm
from ui.secret_field import SecretField
from ui.theme import (
    SPACE,
    Button,
    Combo,
    Complaint,
    Look,
    column_of,
    labelled,
    text_label,
    text_line,
)

if TYPE_CHECKING:
    from app.desk import PhoneFacts
    from app.store import ByHand

__all__ = ["ByHandForm", "KazooForm", "shortened"]

_NOBODY: Final = "An API key belongs to nobody: there is no device to speak as, and calls go out without a name."
_NO_DEVICE: Final = "You have no softphone or desk phone in KAZOO: calls go out without a name and may be refused."
_DESK_PHONES: Final = (
    "Registered as a desk phone, Namedial takes its calls away from it. A softphone device of its own is better."
)


def _why_not(facts: "PhoneFacts") -> str:
    if not facts.device_possible:
        return _NOBODY
    return _DESK_PHONES if facts.devices else _NO_DEVICE


class KazooForm(QWidget):
    """As which device of the signed-in person, and how the server is reached."""

    device_wanted = Signal()
    """Make a softphone device."""

    def __init__(self, look: Look, facts: "PhoneFacts", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._facts = facts
        self.device = shortened(Combo(look, "Device in KAZOO"))
        self.make_device = Button(look, "Create a softphone device…")
        self.make_device.clicked.connect(self.device_wanted)
        self._why = text_label("sub", _why_not(facts), wrap=True)
        self.reach = ReachForm(look, plain(facts.realm))
        whole = column_of(self)
        row = QHBoxLayout()
        row.setSpacing(SPACE.s)
        row.addWidget(self.device, 1)
        row.addWidget(self.make_device)
        whole.addLayout(labelled("Speak as this device of mine in KAZOO", row))
        whole.addWidget(self._why)
        whole.addWidget(self.reach)
        self._fill()

    @property
    def device_id(self) -> str:
        """The device chosen; empty for the best one."""
        return self.device.currentData() or ""

    @property
    def label(self) -> str:
        """What the list of accounts calls it."""
        return f"KAZOO: {self.device.currentText()}" if self._facts.devices else "KAZOO"

    def check(self) -> QWidget | None:
        """Say what is wrong; return the first such field."""
        return self.reach.check()

    def _fill(self) -> None:
        devices, settings = self._facts.devices, self._facts.settings
        softphones = any(device.softphone for device in devices)
        if not devices:
            self.device.addItem("None", "")
        elif not softphones:
            self.device.addItem(f"{plain(devices[0].name)}: only calls out", "")
        for device in devices:
            self.device.addItem(
                plain(device.name) if device.softphone else f"{plain(device.name)} (desk phone)", device.id
            )
        self.device.setEnabled(self.device.count() > 1)
        self.device.setCurrentIndex(max(0, self.device.findData(settings.device_id)))
        self._why.setVisible(not softphones)
        self.make_device.setVisible(self._facts.device_possible and not softphones)
        self.reach.show_reach(settings)


class ByHandForm(QWidget):
    """An account typed in."""

    renamed = Signal()

    def __init__(self, look: Look, account: "ByHand", *, has_password: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.account_id = account.id
        self.name = text_line("Account's label", "Night line")
        self.user = text_line("User name of the address")
        self.realm = text_line("Domain of the address", "sip.example.com")
        self.password = SecretField(look, "Password of the account")
        self.password.line.setPlaceholderText("As it is kept in the keyring" if has_password else "")
        self.auth_user = text_line("User name to sign in with", "The same")
        self.display_name = text_line("Name that others see", "None")
        self.reach = ReachForm(look)
        self._complaints = (
            (self.user, Complaint(self.user), user_problem),
            (self.realm, Complaint(self.realm), realm_problem),
        )
        self._place()
        self._fill(account)
        self.name.textChanged.connect(self.renamed)
        self.user.textChanged.connect(self.renamed)

    @property
    def label(self) -> str:
        """What the list of accounts calls it."""
        return plain(self.name.text()).strip() or plain(self.user.text()).strip() or "New account"

    def read(self) -> "ByHand":
        """What the form says."""
        from app.store import ByHand  # noqa: PLC0415 - msgspec is wanted late

        return ByHand(
            id=self.account_id,
            label=self.name.text().strip(),
            username=self.user.text().strip(),
            realm=self.realm.text().strip(),
            auth_user=self.auth_user.text().strip(),
            display_name=self.display_name.text().strip(),
            **self.reach.read(),
        )

    def check(self) -> QWidget | None:
        """Say what is wrong where it is; return the first such field."""
        wrong: QWidget | None = None
        for line, complaint, judge in self._complaints:
            problem = judge(line.text())
            complaint.show(problem)
            wrong = wrong or (line if problem else None)
        return self.reach.check() if wrong is None else wrong

    def _fill(self, account: "ByHand") -> None:
        for line, text in (
            (self.name, account.label),
            (self.user, account.username),
            (self.realm, account.realm),
            (self.auth_user, account.auth_user),
            (self.display_name, account.display_name),
        ):
            line.setText(text)
        self.reach.show_reach(account)

    def _place(self) -> None:
        whole = column_of(self)
        whole.addLayout(labelled("Label, for you", self.name))
        address = QHBoxLayout()
        address.setSpacing(SPACE.m)
        for text, (line, complaint, _) in zip(("User name", "Domain"), self._complaints, strict=True):
            part = labelled(text, line)
            part.addWidget(complaint.label)
            part.addStretch(1)
            address.addLayout(part, 1)
        whole.addLayout(address)
        whole.addLayout(labelled("Password", self.password))
        more = QHBoxLayout()
        more.setSpacing(SPACE.m)
        more.addLayout(labelled("User name to sign in with", self.auth_user), 1)
        more.addLayout(labelled("Name that others see", self.display_name), 1)
        whole.addLayout(more)
        whole.addWidget(self.reach)


def shortened(box: Combo) -> Combo:
    """Let `box` be narrower than its longest text: other people choose these names."""
    box.setSizeAdjustPolicy(Combo.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(12)
    return box
