"""Checking data against a schema and saying what is wrong in KAZOO's words: `kz_json_schema`, `cb_context`."""

import math
import re
from collections.abc import Callable, Iterable, Mapping
from copy import deepcopy
from typing import Any, Final, TypeAlias

from jsonschema import Draft4Validator, FormatChecker
from jsonschema.exceptions import ValidationError

from app.sandbox.account import Document
from app.sandbox.refusals import Invalid
from app.sandbox.schemas import Schema

__all__ = ["Errors", "check", "collect", "with_defaults"]

Errors: TypeAlias = dict[str, dict[str, dict[str, Any]]]

_NUMBER: Final = re.compile(r"[+-]?[0-9]{1,15}(\.[0-9]{1,15})?")
_EMAIL: Final = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_FORMATS: Final = FormatChecker(formats=())
_FORMATS.checks("email")(lambda value: not isinstance(value, str) or _EMAIL.fullmatch(value) is not None)


def check(schema: Schema, data: Document) -> Document:
    """Return `data` with values put right and defaults filled in; raises `Invalid` with everything that is wrong."""
    fixed, errors = collect(schema, data)
    if errors:
        raise Invalid(errors)
    return with_defaults(schema, fixed)


def collect(schema: Schema, data: object) -> tuple[Any, Errors]:
    """Return `data` with text and fractions turned into the numbers and booleans asked for, and what is still wrong."""
    fixed = deepcopy(data)
    found = _found(schema, fixed)
    if sum(_put_right(fixed, error) for error in found):
        found = _found(schema, fixed)
    errors: Errors = {}
    for error in found:
        for path, code, details in _described(error):
            errors.setdefault(".".join(part.replace(".", "%2E") for part in path), {})[code] = details
    return fixed, errors


def with_defaults(schema: Schema, data: Document) -> Document:
    """Return `data` with the schema's defaults, also inside objects that are there."""
    filled = dict(data)
    for key, rules in schema.get("properties", {}).items():
        if key not in filled and "default" in rules:
            filled[key] = deepcopy(rules["default"])
        if isinstance(filled.get(key), dict):
            filled[key] = with_defaults(rules, filled[key])
    return filled


def _found(schema: Schema, data: object) -> list[ValidationError]:
    return list(Draft4Validator(schema, format_checker=_FORMATS).iter_errors(data))


def _put_right(data: Any, error: ValidationError) -> bool:
    """Change a value of the wrong type in place where Erlang would convert it."""
    convert = _CONVERSIONS.get(error.validator_value) if error.validator == "type" else None
    if convert is None or not error.absolute_path:
        return False
    *parents, last = error.absolute_path
    for part in parents:
        data = data[part]
    try:
        data[last] = convert(error.instance)
    except ValueError:
        return False
    return True


def _integer(value: object) -> int:
    if isinstance(value, str) and _NUMBER.fullmatch(value):
        value = float(value)
    if not isinstance(value, float):
        raise ValueError("not a number")
    return math.floor(abs(value) + 0.5) * (1 if value >= 0 else -1)


def _boolean(value: object) -> bool:
    if value not in ("true", "false"):
        raise ValueError("not a boolean")
    return value == "true"


_CONVERSIONS: Final[Mapping[str, Callable[[object], object]]] = {"integer": _integer, "boolean": _boolean}

Described: TypeAlias = tuple[list[str], str, dict[str, Any]]


def _described(error: ValidationError) -> Iterable[Described]:
    path = [str(part) for part in error.absolute_path]
    if error.validator == "required":
        missing = [key for key in error.validator_value if key not in error.instance]
        return [([*path, key], "required", _required(key)) for key in missing]
    if error.validator == "additionalProperties":
        extra = [key for key in error.instance if key not in error.schema["properties"]]
        return [([*path, key], "additionalProperties", _unwanted(error.instance[key])) for key in extra]
    describe = _DESCRIPTIONS[error.validator]
    return [(path, _CODES.get(error.validator, error.validator), describe(error.validator_value, error.instance))]


def _required(key: str) -> dict[str, Any]:
    return {"message": "Field is required but missing", "value": key}


def _unwanted(value: object) -> dict[str, Any]:
    message = "Strict checking of data is enabled; only include schema-defined properties"
    return {"message": message, "value": value}


def _targeted(message: str, cause: bool = False) -> Callable[[Any, Any], dict[str, Any]]:
    def describe(target: Any, value: Any) -> dict[str, Any]:
        details = {"message": message.format(target), "target": target, "value": value}
        return {**details, "cause": value} if cause else details

    return describe


_CODES: Final = {"format": "wrong_format"}
_DESCRIPTIONS: Final[Mapping[str, Callable[[Any, Any], dict[str, Any]]]] = {
    "enum": _targeted("Value not found in enumerated list of values"),
    "type": _targeted("Value did not match type(s): {}"),
    "minimum": _targeted("Value must be at least {}"),
    "maximum": _targeted("Value must be at most {}"),
    "minLength": _targeted("String must be at least {} characters", cause=True),
    "maxLength": _targeted("String must not be more than {} characters", cause=True),
    "minItems": _targeted("The list must have at least {} items"),
    "maxItems": _targeted("The list is more than {} items"),
    "pattern": _targeted("Failed to match pattern '{}'"),
    "uniqueItems": lambda _target, value: {"message": "List of items is not unique", "value": value},
    "format": lambda target, value: {
        "message": "Field is not in the correct format",
        "value": value,
        "format": target,
    },
}
