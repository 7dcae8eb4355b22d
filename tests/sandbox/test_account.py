import json

import pytest
from attrs import evolve

from app.sandbox import AccountFileError, parse_account, read_account, sample_account, write_account, write_sample


def an_account(**changes):
    document = {"_id": "a" * 32, "pvt_type": "account", "name": "One"}
    content = {"names": {"one": "a" * 32}, "api_keys": {}, "logins": {}, "documents": {"one": [document]}}
    return json.dumps({**content, **changes})


def test_the_sample_survives_its_file(tmp_path):
    write_sample(tmp_path / "sample.json")
    assert read_account(tmp_path / "sample.json") == sample_account()


def test_the_recordings_seed_has_the_same_form(tmp_path):
    from tests.sandbox.replay import recorded_account

    write_account(recorded_account(), tmp_path / "seed.json")
    assert read_account(tmp_path / "seed.json") == recorded_account()


def test_an_account_without_a_name_is_written_by_its_id(tmp_path):
    account = evolve(parse_account(an_account()), names={})
    write_account(account, tmp_path / "one.json")
    assert read_account(tmp_path / "one.json").documents == account.documents


def test_documents_can_be_added_and_replaced():
    account = parse_account(an_account())
    changed = account.with_documents({"_id": "u", "pvt_type": "user"}, {"_id": "u", "pvt_type": "user", "x": 1})
    (stored,) = changed.documents.values()
    assert [document["_id"] for document in stored] == ["a" * 32, "u"]
    assert stored[1] == {"_id": "u", "pvt_type": "user", "x": 1, "pvt_account_id": "a" * 32}
    assert len(account.documents["a" * 32]) == 1


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        pytest.param("{", "it is not JSON", id="not JSON"),
        pytest.param("[]", "it is not a JSON object", id="a list"),
        pytest.param("{}", "it has no documents", id="empty"),
        pytest.param(an_account(names=[]), "names is not an object", id="names as a list"),
        pytest.param(an_account(names={}), "documents.one has no id under names", id="an account without an id"),
        pytest.param(an_account(names={"one": 1}), "names.one is not text", id="a number for an id"),
        pytest.param(an_account(documents={"one": {}}), "documents.one is not a list", id="documents as an object"),
        pytest.param(an_account(documents={"one": [{}]}), "documents.one[0] is not an object with an _id", id="no id"),
        pytest.param(
            an_account(documents={"one": [{"_id": "x"}]}),
            "documents.one holds no document of pvt_type account",
            id="no account document",
        ),
        pytest.param(an_account(logins={"x": 1}), "logins.x is not an object", id="a login that is none"),
        pytest.param(an_account(logins={"x": {}}), "logins.x has no account_name", id="an empty login"),
    ],
)
def test_a_bad_file_is_refused_with_a_sentence(text, wrong):
    with pytest.raises(AccountFileError) as caught:
        parse_account(text, "my.json")
    assert str(caught.value).startswith(f"my.json is not a usable account file: {wrong}")
    assert str(caught.value).endswith(".")


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(AccountFileError, match=r"none\.json .*cannot be read"):
        read_account(tmp_path / "none.json")


def test_a_file_that_is_no_text_is_refused(tmp_path):
    (tmp_path / "bad.json").write_bytes(b"\xff\xfe\xff")
    with pytest.raises(AccountFileError, match="it is not UTF-8 text"):
        read_account(tmp_path / "bad.json")
