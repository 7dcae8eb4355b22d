"""What a request's data must look like, in our own words: the parts of KAZOO's schemas that a directory meets."""

from collections.abc import Mapping
from typing import Any, Final, TypeAlias

__all__ = [
    "API_AUTH",
    "CALLFLOW",
    "DEVICE",
    "DIRECTORY",
    "DIRECTORY_5",
    "DIRECTORY_43",
    "USER",
    "USER_AUTH",
    "Schema",
]

Schema: TypeAlias = Mapping[str, Any]


def _text(**rules: Any) -> Schema:
    return {"type": "string", **rules}


def _flag(default: bool | None = None) -> Schema:
    return {"type": "boolean"} if default is None else {"type": "boolean", "default": default}


def _object(properties: Mapping[str, Schema] | None = None, **rules: Any) -> Schema:
    return {"type": "object", "properties": properties or {}, **rules}


def _list(items: Schema, **rules: Any) -> Schema:
    return {"type": "array", "items": items, **rules}


def _without(schema: Schema, key: str) -> Schema:
    return {**schema, "properties": {name: rules for name, rules in schema["properties"].items() if name != key}}


_FLAGS: Final = _list(_text())
_PERSON_NAME: Final = _text(minLength=1, maxLength=128)
_MEDIA_ID: Final = _text(maxLength=128)
_RESTRICTION: Final = _object(
    additionalProperties=_object({"action": _text(enum=["inherit", "deny"])}),
    default={},
)
_RINGTONES: Final = _object({"external": _text(maxLength=256), "internal": _text(maxLength=256)}, default={})
_CONTACT_LIST: Final = _object({"exclude": _flag()}, default={})
_ENDPOINT_MEDIA: Final = _object(
    {
        "audio": _object({"codecs": _list(_text(), uniqueItems=True)}, default={}),
        "encryption": _object(
            {
                "enforce_security": _flag(default=False),
                "methods": _list(_text(enum=["zrtp", "srtp"]), default=[]),
            },
            default={},
        ),
        "video": _object(
            {"codecs": _list(_text(enum=["H261", "H263", "H264", "VP8"]), uniqueItems=True, default=[])},
            default={},
        ),
    },
)
_CALL_FORWARD: Final = _object(
    {
        "direct_calls_only": _flag(default=False),
        "enabled": _flag(default=False),
        "failover": _flag(default=False),
        "ignore_early_media": _flag(default=True),
        "keep_caller_id": _flag(default=True),
        "number": _text(maxLength=35),
        "require_keypress": _flag(default=True),
        "substitute": _flag(default=True),
    }
)
_PROFILE: Final = _object(
    {
        "addresses": _list(_object({"address": _text(), "types": _list({})})),
        "assistant": _text(),
        "birthday": _text(),
        "nicknames": _list(_text()),
        "note": _text(),
        "role": _text(),
        "sort-string": _text(),
        "title": _text(),
    }
)
_CALLER_ID: Final = _object(
    {
        kind: _object({"name": _text(maxLength=35), "number": _text(maxLength=35)})
        for kind in ("asserted", "emergency", "external", "internal")
    }
)

DIRECTORY: Final = _object(
    {
        "confirm_match": _flag(default=True),
        "flags": _FLAGS,
        "max_dtmf": {"type": "integer", "minimum": 0, "default": 0},
        "min_dtmf": {"type": "integer", "minimum": 1, "default": 3},
        "name": _text(minLength=1),
        "search_fields": _text(enum=["first_name", "last_name", "both"]),
        "sort_by": _text(enum=["first_name", "last_name"], default="last_name"),
        "users": _list(_text(), default=[]),
    },
    required=["name"],
)

DIRECTORY_43: Final = _without(DIRECTORY, "search_fields")
"""4.3 stores `search_fields` as any other key it does not know, and its menu honours it."""
DIRECTORY_5: Final = _without(DIRECTORY, "users")

USER: Final = _object(
    {
        "call_forward": _CALL_FORWARD,
        "call_restriction": _RESTRICTION,
        "caller_id": _CALLER_ID,
        "contact_list": _CONTACT_LIST,
        "directories": _object(),
        "do_not_disturb": _object({"enabled": _flag()}),
        "email": _text(format="email", minLength=3, maxLength=254),
        "enabled": _flag(default=True),
        "feature_level": _text(),
        "first_name": _PERSON_NAME,
        "flags": _FLAGS,
        "hotdesk": _object(
            {
                "enabled": _flag(default=False),
                "id": _text(maxLength=15),
                "keep_logged_in_elsewhere": _flag(default=False),
                "pin": _text(minLength=4, maxLength=15),
                "require_pin": _flag(default=False),
            },
            default={},
        ),
        "language": _text(),
        "last_name": _PERSON_NAME,
        "media": _ENDPOINT_MEDIA,
        "music_on_hold": _object({"media_id": _MEDIA_ID}, default={}),
        "password": _text(),
        "presence_id": _text(),
        "priv_level": _text(enum=["user", "admin"], default="user"),
        "profile": _PROFILE,
        "pronounced_name": _object({"media_id": _MEDIA_ID}),
        "require_password_update": _flag(default=False),
        "ringtones": _RINGTONES,
        "timezone": _text(),
        "username": _text(minLength=1, maxLength=256, pattern=r"^([+@.\w_-]+)$"),
        "verified": _flag(default=False),
        "vm_to_email_enabled": _flag(default=True),
    },
    required=["first_name", "last_name"],
)

DEVICE: Final = _object(
    {
        "call_restriction": _RESTRICTION,
        "contact_list": _CONTACT_LIST,
        "device_type": _text(),
        "do_not_disturb": _object({"enabled": _flag()}),
        "enabled": _flag(default=True),
        "exclude_from_queues": _flag(default=False),
        "flags": _FLAGS,
        "mac_address": _text(),
        "media": _ENDPOINT_MEDIA,
        "music_on_hold": _object({"media_id": _text(maxLength=2048)}, default={}),
        "mwi_unsolicited_updates": _flag(default=True),
        "name": _text(minLength=1, maxLength=128),
        "owner_id": _text(minLength=32, maxLength=32),
        "presence_id": _text(),
        "register_overwrite_notify": _flag(default=False),
        "ringtones": _RINGTONES,
        "sip": _object(
            {
                "expire_seconds": {"type": "integer", "default": 300},
                "invite_format": _text(
                    enum=["username", "npan", "1npan", "e164", "route", "strip_plus", "contact"], default="contact"
                ),
                "method": _text(enum=["password", "ip"], default="password"),
                "password": _text(minLength=5, maxLength=32),
                "realm": _text(minLength=4, maxLength=253, pattern=r"^[.\w_-]+$"),
                "username": _text(minLength=2, maxLength=32),
            },
            default={},
        ),
        "suppress_unregister_notifications": _flag(default=False),
    },
    required=["name"],
)

CALLFLOW: Final = _object(
    {
        "featurecode": _object({"name": _text(minLength=1, maxLength=128), "number": _text(minLength=1, maxLength=30)}),
        "flags": _FLAGS,
        "flow": _object(
            {
                "module": _text(minLength=1, maxLength=64),
                "data": _object(default={}),
                "children": _object(),
            },
            required=["module"],
        ),
        "name": _text(),
        "numbers": _list(_text(minLength=1, maxLength=36), uniqueItems=True, default=[]),
        "patterns": _list(_text(minLength=1), default=[]),
    }
)

USER_AUTH: Final = _object(
    {
        "account_name": _text(minLength=1, maxLength=128),
        "account_realm": _text(minLength=4, maxLength=253, pattern=r"^[.\w_-]+$"),
        "credentials": _text(minLength=1, maxLength=64),
        "method": _text(enum=["md5", "sha"], default="md5"),
        "phone_number": _text(minLength=1, maxLength=64),
    },
    required=["credentials"],
)

API_AUTH: Final = _object(
    {"api_key": _text(minLength=64, maxLength=64)}, required=["api_key"], additionalProperties=False
)
