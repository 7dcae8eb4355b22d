"""Signing in to a sandbox and asking it things, as a test does."""

import hashlib
from typing import Any

import httpx

from app.sandbox import Sandbox


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
