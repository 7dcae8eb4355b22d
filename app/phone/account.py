"""A SIP identity as the desk knows it."""

from typing import Final, Literal, TypeAlias

from attrs import field, frozen

from app.phone.messages import Account, Encryption, Transport

__all__ = ["MAX_ACCOUNTS", "DtmfMethod", "SipAccount"]

MAX_ACCOUNTS: Final = 8
"""Compiled into the SIP library."""

DtmfMethod: TypeAlias = Literal["rfc4733", "info", "in-band"]


@frozen
class SipAccount:
    """How to reach KAZOO by SIP. The password is in no repr, and leaves only by the engine's pipe."""

    username: str
    password: str = field(repr=False)
    realm: str
    server: str = ""
    """Where to send everything, `host` or `host:port`; empty: where the realm's name leads."""
    transport: Transport = "udp"
    register: bool = True
    """Register, so that calls come in and the switch knows where we are; without it we can only call out."""
    display_name: str = ""
    auth_user: str = ""
    """Name in the digest, where it differs from `username`."""
    ca_file: str = ""
    """Certificate authorities for TLS (PEM); empty: the system's."""
    verify: bool = True
    """Check the TLS server's certificate; switched off, every status says so."""
    id: str = "main"
    """Names the account towards the phone; "main" is the signed-in person's."""
    label: str = ""
    """What people call it; empty: the user name at the realm."""
    dtmf: DtmfMethod = "rfc4733"
    stun: str = ""
    """A STUN server, `host` or `host:port`; empty: none."""
    srtp: Encryption = "off"
    expires_s: int = 300
    keep_alive_s: int = 15
    """Pause between packets that keep a router's door open (UDP); 0: none."""
    publish: bool = False
    """Tell the server our own state, as `Phone.publish` says it."""
    messages_waiting: bool = False
    """Ask the server for the voicemail count."""

    @property
    def name(self) -> str:
        """What to call it."""
        return self.label or f"{self.username} at {self.realm}"

    @property
    def command(self) -> Account:
        """The account as the engine's command."""
        return Account(
            id=self.id,
            username=self.username,
            password=self.password,
            realm=self.realm,
            server=self.server,
            transport=self.transport,
            register=self.register,
            display_name=self.display_name,
            auth_user=self.auth_user or self.username,
            ca_file=self.ca_file,
            verify=self.verify,
            stun=self.stun,
            srtp=self.srtp,
            expires_s=self.expires_s,
            keep_alive_s=self.keep_alive_s,
            publish=self.publish,
            messages_waiting=self.messages_waiting,
        )
