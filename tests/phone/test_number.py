import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.phone import BadKeys, BadNumber, clean_keys, clean_number, split_number
from app.phone.number import is_ip_address, quoted_name, read_address, sip_uri
from app.phone.plain import MAX_LENGTH


@pytest.mark.parametrize(
    ("written", "dialled"),
    [
        ("2001", "2001"),
        ("*97", "*97"),
        ("2001#", "2001#"),
        ("+1 (555) 010-2000", "+15550102000"),
        ("555.010.2000", "5550102000"),
        ("0 30 / 123 45", "03012345"),
        ("\u202d+1 555\u202c", "+1555"),
        ("٢٠٠١", "2001"),
        ("front-desk", "front-desk"),
        ("user_a1b2", "user_a1b2"),
        ("tel:+1-555-010-2000;phone-context=example.com", "+15550102000"),
        ("TEL:2001", "2001"),
        ("sip:ann@Example.com", "sip:ann@Example.com"),
        ("sip:2001@example.com:65535", "sip:2001@example.com:65535"),
        ("SIP:2001#@example.com:5080;transport=TCP", "sip:2001%23@example.com:5080;transport=tcp"),
        ("sips:ann@[2001:db8::1]", "sips:ann@[2001:db8::1]"),
        ("sip:%61nn@example.com", "sip:ann@example.com"),
    ],
)
def test_a_number_is_cleaned(written, dialled):
    assert clean_number(written) == dialled
    assert clean_number(dialled) == dialled


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("", "empty"),
        (" \u200b", "empty"),
        ("1" * (MAX_LENGTH + 1), "longer"),
        ("2001\r\nX-Evil: 1", "control"),
        ("20\x0001", "control"),
        ("2001\u2028", "control"),
        ("<sip:2001@example.com>", "not a number"),
        ("sip:2001", "not a complete SIP address"),
        ("sip:2001@example.com:65536", "port"),
        ("sip:2001@example.com?Replaces=1", "not a complete SIP address"),
        ("sip:20%0d%0a01@example.com", "forbidden"),
        ("sip:20%zz@example.com", "not a complete SIP address"),
        ("sip:a%40b@example.com", "forbidden"),
        ("http://example.com", "not a number"),
        ("Ann Lee", "not a number"),
        ("()", "not a number"),
        ("-", "not a number"),
    ],
)
def test_what_is_no_number_is_refused_in_words(written, why):
    with pytest.raises(BadNumber) as refused:
        clean_number(written)
    assert why in refused.value.problem.happened
    assert refused.value.problem.next_step


@given(st.one_of(st.text(), st.text(alphabet="sip:@%<>\"'; \r\n\t0123456789abc.-#*+?&=[]\\\0\u2028ü", max_size=140)))
def test_no_text_ever_ends_a_header_early(written):
    try:
        uri = sip_uri(clean_number(written), "example.com")
    except BadNumber:
        return
    assert uri.isascii()
    assert not set(uri) & set('<>" \r\n\t\0\\#')
    assert uri.startswith(("sip:", "sips:"))
    assert uri.count("@") == 1
    assert read_address(uri)[0]


@given(st.text())
def test_a_quoted_name_stays_within_its_quotes_and_comes_back(name):
    quoted = quoted_name(name)
    assert quoted.isprintable()
    number, read = read_address(f"{quoted} <sip:1001@example.com>;tag=1")
    assert number == "1001"
    assert read == "".join(char for char in name if char.isprintable())[:MAX_LENGTH].strip()


@given(st.text())
def test_any_address_is_read_without_control_characters(text):
    assert all(part.isprintable() and len(part) <= MAX_LENGTH for part in read_address(text))


@pytest.mark.parametrize(
    ("header", "number", "name"),
    [
        ("Ann Lee <sip:2001@example.com;user=phone>;tag=x", "2001", "Ann Lee"),
        ("<sip:+1555@example.com>", "+1555", ""),
        ("sip:2001%23@example.com", "2001#", ""),
        ("sip:anonymous.invalid", "anonymous.invalid", ""),
        ("<tel:+15550102000>", "+15550102000", ""),
    ],
)
def test_an_address_is_read(header, number, name):
    assert read_address(header) == (number, name)


def test_a_transport_is_named_only_where_it_matters():
    assert sip_uri("2001", "example.com") == "sip:2001@example.com"
    assert sip_uri("*97#", "example.com", "tls") == "sip:*97%23@example.com;transport=tls"


@pytest.mark.parametrize(
    ("server", "is_one"),
    [
        ("127.0.0.1", True),
        ("127.0.0.1:5060", True),
        ("[::1]:5060", True),
        ("sip.example.com:5060", False),
        ("", False),
        ("[", False),
    ],
)
def test_an_address_that_needs_no_name_server(server, is_one):
    assert is_ip_address(server) is is_one


def test_keys_are_cleaned():
    assert clean_keys("528 #*0") == "528#*0"
    assert clean_keys("1w2p3,d") == "1,2,3,D"


@pytest.mark.parametrize("keys", ["", " ", "12x", "1\n2", "é"])
def test_what_no_telephone_has_a_key_for_is_refused(keys):
    with pytest.raises(BadKeys) as refused:
        clean_keys(keys)
    assert refused.value.problem.happened.isprintable()


@pytest.mark.parametrize(
    ("written", "number", "keys"),
    [
        ("2001", "2001", ""),
        ("2001,,528#", "2001", ",,528#"),
        ("+1 (555) 010-2000, 12p3", "+15550102000", ",12,3"),
        ("sip:ann@example.com,1", "sip:ann@example.com", ",1"),
        ("tel:+1-555,", "+1555", ","),
    ],
)
def test_keys_begin_at_the_first_comma(written, number, keys):
    assert split_number(written) == (number, keys)


@pytest.mark.parametrize(("written", "error"), [(",1", BadNumber), ("2001,,x", BadKeys), ("2001,\n1", BadKeys)])
def test_what_is_no_number_with_keys_is_refused(written, error):
    with pytest.raises(error):
        split_number(written)


@given(st.text(max_size=600))
def test_whatever_is_typed_is_refused_or_fit_for_the_wire(text):
    try:
        number, keys = split_number(text)
    except (BadNumber, BadKeys):
        return
    assert number.isascii()
    assert number.isprintable()
    assert not set(number) & set(' "<>\\')
    assert set(keys) <= set("0123456789*#ABCD,")
