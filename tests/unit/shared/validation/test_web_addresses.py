"""Addresses of pages and pictures: what is refused, and the one form in which they are stored."""

import pytest
from pydantic import TypeAdapter, ValidationError

from shared.validation.web_addresses import SecureWebAddress, WebAddress

ANY, SECURE = TypeAdapter[str](WebAddress), TypeAdapter[str](SecureWebAddress)


@pytest.mark.parametrize(
    ("given", "stored"),
    [
        ("https://a.test/poster.png", "https://a.test/poster.png"),
        ("HTTPS://A.Test/Poster.PNG", "https://a.test/Poster.PNG"),
        ("https://a.test", "https://a.test/"),
        ("https://a.test:443/x", "https://a.test/x"),
        ("https://a.test:8443/x", "https://a.test:8443/x"),
        ("https://a.test/a/./b/../c", "https://a.test/a/c"),
        ("https://a.test/%7Eana/%41%2f%c3%a9", "https://a.test/~ana/A%2F%C3%A9"),
        ("https://a.test/é?q=ü#ñ", "https://a.test/%C3%A9?q=%C3%BC#%C3%B1"),
        ("https://a.test/Schindler's", "https://a.test/Schindler%27s"),
        ("https://a.test/x?a=1&b=2#t", "https://a.test/x?a=1&b=2#t"),
        ("https://bücher.test/x", "https://xn--bcher-kva.test/x"),
        ("https://BÜCHER.test/x", "https://xn--bcher-kva.test/x"),
        ("https://bu\u0308cher.test/x", "https://xn--bcher-kva.test/x"),
        ("https://xn--bcher-kva.test/x", "https://xn--bcher-kva.test/x"),
        ("https://ａ.test/x", "https://a.test/x"),  # noqa: RUF001 - a letter of full width
        ("https://straße.test/", "https://xn--strae-oqa.test/"),
        ("https://strasse.test/", "https://strasse.test/"),
        ("https://127.0.0.1:8000/x", "https://127.0.0.1:8000/x"),
        ("https://[0:0::1]/x", "https://[::1]/x"),
    ],
)
def test_an_address_is_stored_in_its_normal_form(given: str, stored: str) -> None:
    assert ANY.validate_python(given) == stored
    assert SECURE.validate_python(stored) == stored


@pytest.mark.parametrize(
    "given",
    [
        'https://exa\nmple.com/\t\u0000"><script>',
        "https://exa\nmple.com/",
        "https://a.test/\tb",
        "https://a.test/\r",
        "https://a.test/\x00",
        "https://a.test/\x7f",
        "https://a.test/\x85",
        "https://a.test/%00",
        "https://a.test/%0d%0aSet-Cookie:",
        "https://a.test/%7f",
        "https://a.test/a b",
        "https://a.test/a\u00a0b",
        "https://a.test/\u2028",
        "https://exa\u200bmple.test/",
        "https://a.test/\u202egnp.exe",
        "https://a.test/\ufeff",
        "https://a.test/\ufffe",
        "https://a.test/\ue000",
        'https://a.test/"onload=',
        "https://a.test/<b>",
        "https://a.test\\b",
        "https://a.test/`{|}^",
        "https://ana@a.test/",
        "https://ana:secret@a.test/",
        "https://a.test@b.test/",
        "https://:@a.test/",
        "https://a.test/%",
        "https://a.test/%z1",
        "https://a.test/100%",
        "https://%61.test/",
        "https:a.test",
        "https:/a.test",
        "https:///a.test",
        "https://",
        "https://?x",
        "//a.test/x",
        "a.test/x",
        "https://[x",
        "https://[::1",
        "https://[fe80::1%25eth0]/",
        "https://a..test/",
        "https://.a.test/",
        "https://-a.test/",
        "https://a_b.test/",
        "https://a b.test/",
        "https://" + "a" * 64 + ".test/",
        "https://a.test:0/",
        "https://a.test:99999/",
        "https://a.test:8x/",
        "javascript:alert(1)",
        "data:text/html,x",
        "ftp://a.test/x",
        "file:///etc/passwd",
        "",
        "https://a.test/" + "é" * 400,
    ],
)
def test_anything_else_is_refused(given: str) -> None:
    for rule in (ANY, SECURE):
        with pytest.raises(ValidationError) as refused:
            rule.validate_python(given)
        assert [each["type"] for each in refused.value.errors()] == ["invalid_url"]


def test_http_is_not_secure() -> None:
    assert ANY.validate_python("http://a.test:80/x") == "http://a.test/x"
    with pytest.raises(ValidationError, match="begins with https://"):
        SECURE.validate_python("http://a.test/x")
