"""Every spelling of an e-mail address has one normal form."""

import pytest

from shared.errors import InvalidInput
from shared.validation.inputs import validated
from subgraphs.account.api.inputs import ValidatedEmail, ValidatedLogin, ValidatedSearch


@pytest.mark.parametrize(
    ("typed", "normal"),
    [
        ("K@B\u00dcCHER.example", "K@b\u00fccher.example"),
        ("k@xn--bcher-kva.example", "k@b\u00fccher.example"),
        ("k@XN--BCHER-KVA.EXAMPLE.", "k@b\u00fccher.example"),
        ("k@bu\u0308cher\u3002example\u3002", "k@b\u00fccher.example"),
        (" \uff4b\uff20\uff42\u00fccher\uff0eexample", "k@b\u00fccher.example"),
        ("k@stra\u00dfe.example", "k@stra\u00dfe.example"),
        ("k@xn--strae-oqa.example", "k@stra\u00dfe.example"),
        ("jose\u0301@cinema.test", "jos\u00e9@cinema.test"),
    ],
    ids=ascii,
)
def test_an_address_is_taken_in_its_normal_form(typed: str, normal: str) -> None:
    assert validated(ValidatedEmail, {"email": typed}).email == normal
    assert validated(ValidatedLogin, {"email": typed, "password": "x"}).email == normal


@pytest.mark.parametrize(
    "typed",
    [
        '"k"@cinema.test',
        "k@[127.0.0.1]",
        "k@127.0.0.1",
        "k@xn--zzzz.test",
        "k@cinema.test..",
        "a\u3164@cinema.test",
        "a\u2800@cinema.test",
    ],
)
def test_what_is_no_address_is_refused_when_it_is_to_be_stored(typed: str) -> None:
    with pytest.raises(InvalidInput):
        validated(ValidatedEmail, {"email": typed})
    assert validated(ValidatedLogin, {"email": typed, "password": "x"}).email == typed


@pytest.mark.parametrize(
    ("typed", "searched"),
    [
        ("xn--bcher-kva", "b\u00fccher"),
        ("@XN--BCHER-KVA.exa", "@b\u00fccher.exa"),
        ("xn--zzzz", "xn--zzzz"),
        ("xn--", "xn--"),
        ("L\u00f3pez", "L\u00f3pez"),
    ],
    ids=ascii,
)
def test_a_domain_is_searched_as_it_is_stored(typed: str, searched: str) -> None:
    assert validated(ValidatedSearch, {"search": typed}).search == searched


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("k", "An address has an @, such as name@example.com."),
        ("@cinema.test", "An address has a name before the @ and a domain after it."),
        ("k@", "An address has a name before the @ and a domain after it."),
        ("k l@cinema.test", "An address has no spaces."),
        ("k@cinema", "The domain after the @ has a dot, such as example.com."),
        (
            '"k"@cinema.test',
            "Mail cannot be sent to this address: use one such as name@example.com.",
        ),
        ("a\u3164@cinema.test", "Leave out U+3164: it shows nothing."),
    ],
)
def test_what_is_wrong_is_said_in_our_own_words(typed: str, said: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        validated(ValidatedEmail, {"email": typed})
    assert [field.message for field in refused.value.fields] == [said]
