"""A telephone that is not ours."""

from collections.abc import Iterator
from contextlib import contextmanager

from tests.phone.kamailio import installed

__all__ = ["baresip"]


@contextmanager
def baresip(peers, write_tone, account: str) -> Iterator[int]:
    """Run one that answers by itself and says 700 Hz; `account` is a line of its accounts file. Yields its port."""
    port, folder = peers.free_port(), peers.folder
    write_tone(folder / "in.wav", 700, 10)
    modules = installed("lib/baresip/modules", "lib/*/baresip/modules")
    (folder / "config").write_text(
        f"sip_listen 127.0.0.1:{port}\nnet_interface 127.0.0.1\n"
        f"audio_source aufile,{folder}/in.wav\naudio_player aufile,{folder}/out.wav\nmodule_path {modules}\n"
        "module g722.so\nmodule aufile.so\nmodule_app account.so\nmodule_app menu.so\n"
    )
    (folder / "accounts").write_text(f"{account}\n")
    with peers.run("baresip", "-f", folder, log="baresip.log"):
        peers.wait_for_sip(port)
        yield port
