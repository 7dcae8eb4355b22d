"""A SIP server that is not ours: registrar, proxy, presence and message counts, with digest and if wanted TLS."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import trustme

KAMAILIO = """#!KAMAILIO
children=1 tcp_children=1 log_stderror=yes dns=no rev_dns=no auto_aliases=no alias="sip.test"
listen=udp:127.0.0.1:{port} listen=tcp:127.0.0.1:{port}
mpath="{modules}/"
loadmodule "tm.so" loadmodule "sl.so" loadmodule "rr.so" loadmodule "pv.so" loadmodule "textops.so"
loadmodule "siputils.so" loadmodule "auth.so" loadmodule "usrloc.so" loadmodule "registrar.so"
loadmodule "htable.so" loadmodule "db_sqlite.so" loadmodule "presence.so" loadmodule "presence_xml.so" {tls}
modparam("registrar","min_expires",10) modparam("htable","htable","users=>size=6;")
modparam("presence|presence_xml","db_url","sqlite:///{folder}/presence.db")
modparam("presence","subs_db_mode",0) modparam("presence","publ_cache",1) modparam("presence_xml","force_active",1)
event_route[htable:mod-init] {{
  {users}
}}
request_route {{
  if (is_method("CANCEL")) {{ if (t_check_trans()) t_relay(); exit; }}
  if ($rd!="sip.test" && $rd!="127.0.0.1") {{ if (!has_totag()) {{ sl_send_reply("404","No such realm"); exit; }} }}
  if (is_method("REGISTER") || (!has_totag() && $sht(users=>$fU)!=$null)) {{
    if ($au==$null || !pv_auth_check("$fd","$sht(users=>$au)","0","1")) {{ auth_challenge("$fd","1"); exit; }}
    if (!is_method("REGISTER")) consume_credentials();
  }}
  if (is_method("REGISTER")) {{ save("location"); exit; }}
  if (is_method("SUBSCRIBE") && $rd=="sip.test" || is_method("SUBSCRIBE") && has_totag() && uri==myself) {{
    if (!t_newtran()) {{ sl_reply_error(); exit; }}
    handle_subscribe(); t_release(); exit;
  }}
  if (is_method("PUBLISH")) {{
    if (!t_newtran()) {{ sl_reply_error(); exit; }}
    handle_publish(); t_release(); exit;
  }}
  if (has_totag()) {{ if (loose_route() || is_method("ACK")) t_relay(); else sl_send_reply("404","Not here"); exit; }}
  record_route();
  if (!lookup("location")) {{ sl_send_reply("404","Not Found"); exit; }}
  t_relay();
}}
"""
USERS = [str(number) for number in range(1001, 1010)]


def installed(*patterns: str) -> Path:
    return next(found for pattern in patterns for found in Path("/usr").glob(pattern))


@contextmanager
def kamailio(peers, port: int, log: str = "kamailio.log", tls: str = "") -> Iterator[str]:
    """Run one; every user's password is `pw` and the user's number."""
    modules = installed("lib/*/kamailio/modules", "lib*/kamailio/modules")
    folder = peers.folder / f"kamailio{port}"
    folder.mkdir(exist_ok=True)
    with closing(sqlite3.connect(folder / "presence.db")) as database:
        for table in () if database.execute("select 1 from sqlite_master").fetchone() else ("standard", "presence"):
            database.executescript(Path(f"/usr/share/kamailio/db_sqlite/{table}-create.sql").read_text())
    users = "\n  ".join(f'$sht(users=>{user})="pw{user}";' for user in USERS)
    config = folder / "kamailio.cfg"
    config.write_text(KAMAILIO.format(port=port, modules=modules, folder=folder, users=users, tls=tls))
    small = ("-DD", "-E", "-m", 64, "-M", 8, "-w", folder, "-Y", folder, "-P", folder / "pid")
    with peers.run("kamailio", "-f", config, *small, log=log):
        peers.wait_for_sip(port)
        yield f"127.0.0.1:{port}"


@contextmanager
def kamailio_with_tls(peers, name: str = "localhost") -> Iterator[tuple[str, str]]:
    """Run one that shows a certificate for `name`; yields the TLS port's `localhost:port` and the authority's file."""
    ca, port = trustme.CA(), peers.free_port()
    ca.cert_pem.write_to_path(str(peers.folder / "ca.pem"))
    certificate = ca.issue_cert(name)
    certificate.private_key_pem.write_to_path(str(peers.folder / "key.pem"))
    certificate.cert_chain_pems[0].write_to_path(str(peers.folder / "cert.pem"))
    shown = f"private_key = {peers.folder}/key.pem\ncertificate = {peers.folder}/cert.pem\n"
    config = peers.folder / "tls.cfg"
    config.write_text(
        f"[server:default]\nmethod = TLSv1.2+\nverify_certificate = no\nrequire_certificate = no\n{shown}"
        "[client:default]\nverify_certificate = no\n"
    )
    tls = f'enable_tls=yes listen=tls:127.0.0.1:{port}\nloadmodule "tls.so" modparam("tls","config","{config}")\n'
    with kamailio(peers, peers.free_port(), tls=tls):
        yield f"localhost:{port}", str(peers.folder / "ca.pem")
