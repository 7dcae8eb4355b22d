"""How an identity reaches its server: the part of the form that all accounts share."""

from typing import TYPE_CHECKING, Any, Final

from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from ui.phone.checks import host_problem
from ui.theme import SPACE, Button, Check, Combo, Complaint, Look, column_of, labelled, text_line

if TYPE_CHECKING:
    from app.store import Reach

__all__ = ["ReachForm"]

_TRANSPORTS: Final = (("UDP", "udp"), ("TCP", "tcp"), ("TLS, encrypted", "tls"))
_DTMF: Final = (("RFC 4733 events", "rfc4733"), ("SIP INFO", "info"), ("Tones in the sound", "in-band"))
_SRTP: Final = (("Not encrypted", "off"), ("Encrypted where possible", "optional"), ("Only encrypted", "mandatory"))


class ReachForm(QWidget):
    """Show a `Reach`, read what was made of it as the fields of one."""

    def __init__(self, look: Look, realm_hint: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.register = Check(look, "Register: take calls")
        self.publish = Check(look, "Tell the server whether I am on a call")
        self.server = text_line("SIP server", f"Found by the domain {realm_hint}".strip())
        self.stun = text_line("STUN server", "None")
        self.ca_file = text_line("Authority file for TLS", "The system's own authorities")
        self.transport = _choices(look, "Transport", _TRANSPORTS)
        self.dtmf = _choices(look, "Keys are sent by", _DTMF)
        self.srtp = _choices(look, "Sound", _SRTP)
        self._complaints = {line: Complaint(line) for line in (self.server, self.stun)}
        self._choose = Button(look, "Choose…", name="Choose an authority file for TLS")
        self._choose.clicked.connect(self._choose_file)
        self.transport.currentIndexChanged.connect(self._show_transport)
        for line in self._complaints:
            line.editingFinished.connect(self.check)
        self._place()
        self._show_transport()

    def show_reach(self, reach: "Reach") -> None:
        """Fill the form."""
        self.register.setChecked(reach.register)
        self.publish.setChecked(reach.publish)
        for line, text in ((self.server, reach.server), (self.stun, reach.stun), (self.ca_file, reach.ca_file)):
            line.setText(text)
        for box, value in ((self.transport, reach.transport), (self.dtmf, reach.dtmf), (self.srtp, reach.srtp)):
            box.setCurrentIndex(max(0, box.findData(value)))

    def read(self) -> dict[str, Any]:
        """What the form says, by the names of the fields of `Reach`."""
        return {
            "server": self.server.text().strip(),
            "transport": self.transport.currentData(),
            "register": self.register.isChecked(),
            "ca_file": self.ca_file.text().strip(),
            "dtmf": self.dtmf.currentData(),
            "stun": self.stun.text().strip(),
            "srtp": self.srtp.currentData(),
            "publish": self.publish.isChecked(),
        }

    def check(self) -> QWidget | None:
        """Say what is wrong where it is; return the first such field."""
        wrong = None
        for line, complaint in self._complaints.items():
            problem = host_problem(line.text())
            complaint.show(problem)
            wrong = wrong or (line if problem else None)
        return wrong

    def _place(self) -> None:
        whole = column_of(self)
        whole.addWidget(self.register)
        server = self._said("SIP server, where it is not the domain", self.server)
        whole.addLayout(_beside(server, labelled("Transport", self.transport)))
        file = QHBoxLayout()
        file.setSpacing(SPACE.s)
        file.addWidget(self.ca_file, 1)
        file.addWidget(self._choose)
        self._tls = QWidget()
        column_of(self._tls).addLayout(labelled("Certificate authority file (PEM), for servers with their own", file))
        whole.addWidget(self._tls)
        whole.addLayout(_beside(labelled("Keys are sent by", self.dtmf), labelled("Sound", self.srtp)))
        whole.addLayout(self._said("STUN server, where a router hides this computer", self.stun))
        whole.addWidget(self.publish)

    def _said(self, text: str, line: QLineEdit) -> QVBoxLayout:
        layout = labelled(text, line)
        layout.addWidget(self._complaints[line].label)
        return layout

    def _show_transport(self) -> None:
        self._tls.setVisible(self.transport.currentData() == "tls")

    def _choose_file(self) -> None:
        file, _ = QFileDialog.getOpenFileName(self, "Certificate authority", "", "Certificates (*.pem *.crt *.cer)")
        if file:
            self.ca_file.setText(file)


def _choices(look: Look, name: str, choices: tuple[tuple[str, str], ...]) -> Combo:
    box = Combo(look, name)
    for text, value in choices:
        box.addItem(text, value)
    return box


def _beside(left: QVBoxLayout, right: QVBoxLayout) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(SPACE.m)
    row.addLayout(left, 1)
    row.addLayout(right, 1)
    left.addStretch(1)
    right.addStretch(1)
    return row
