"""A SIP identity as the desk knows it."""

from attrs import field, frozen

from app.phone.messages import Account, Transport

__all__ = ["SipAccount"]


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

    @property
    def command(self) -> Account:
        """The account as the engine's command."""
        return Account(
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
        )
