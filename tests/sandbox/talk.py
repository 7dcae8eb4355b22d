"""Signing in to a sandbox and asking it things, as a test does."""

import hashlib
from typing import Any

import httpx

from app.kazoo import PasswordLogin, hash_password
from app.sandbox import Sandbox, Seen


def log_in(sandbox: Sandbox) -> httpx.Response:
    who = sandbox.sign_in
    digest = hashlib.md5(f"{who.username}:{who.password}".encode(), usedforsecurity=False).hexdigest()
    data = {"credentials": digest, "account_name": who.account_name}
    return httpx.put(f"{sandbox.base_url}/v2/user_auth", verify=False, json={"data": data})


def signed_in(sandbox: Sandbox) -> httpx.Client:
    """Return a client of the sandbox's account; close it."""
    token = log_in(sandbox).json()["auth_token"]
    base = f"{sandbox.base_url}/v2/accounts/{sandbox.account_id}"
    return httpx.Client(base_url=base, verify=False, headers={"X-Auth-Token": token})


def data_of(client: httpx.Client, path: str) -> Any:
    return client.get(path).json()["data"]


def login_of(sandbox: Sandbox, username: str = "") -> PasswordLogin:
    """Return how the sample's user signs in with the client."""
    who = sandbox.sign_in
    name = username or who.username
    return PasswordLogin(who.account_name, name, hash_password(name, who.password))


def writes(sandbox: Sandbox) -> list[Seen]:
    """Return what the sandbox was asked to change, without signing in."""
    return [seen for seen in sandbox.seen if seen.method != "GET" and not seen.path.endswith("_auth")]
