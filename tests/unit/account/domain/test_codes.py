"""A code has one normal form in every way of writing it."""

import pytest

from subgraphs.account.domain.codes import is_app_code, is_recovery_code, normal_code


@pytest.mark.parametrize(
    "written",
    [
        "123456",
        "123 456",
        "123-456",
        " 12\u00a034\u202f56\r\n",
        "123\u2013456",
        "123\u2212456",
        "123\u30fc456",
        "\u2068123456\u2069",
        "12.34.56",
        "\uff11\uff12\uff13\uff14\uff15\uff16",
        "\u0661\u0662\u0663\u0664\u0665\u0666",
        "\u06f1\u06f2\u06f3\u06f4\u06f5\u06f6",
        "\u09e7\u09e8\u09e9\u09ea\u09eb\u09ec",
    ],
    ids=ascii,
)
def test_every_way_of_writing_a_code_has_one_normal_form(written: str) -> None:
    assert normal_code(written) == "123456"
    assert is_app_code(normal_code(written))


@pytest.mark.parametrize(
    "written",
    [
        "abcd-efgh-ijkl-mn27",
        "ABCD EFGH IJKL MN27",
        "abcdefghijklmn27",
        "\uff21\uff22\uff23\uff24\uff0d\uff45fgh-ijkl-mn\uff12\uff17",
    ],
    ids=ascii,
)
def test_a_recovery_code_has_one_normal_form(written: str) -> None:
    assert normal_code(written) == "ABCDEFGHIJKLMN27"
    assert is_recovery_code(normal_code(written))


@pytest.mark.parametrize(
    "written",
    ["", "12345", "1234567", "12345a", "\u2460\u2461\u2462\u2463\u2464\u2465", "1\u00b2\u00b3456"],
    ids=ascii,
)
def test_what_is_no_code_stays_none(written: str) -> None:
    code = normal_code(written)
    assert not is_app_code(code)
    assert not is_recovery_code(code)


@pytest.mark.parametrize("written", ["ABCD-EFGH-IJKL-MN2", "ABCD-EFGH-IJKL-MN01"])
def test_a_recovery_code_has_16_letters_and_digits_of_base_32(written: str) -> None:
    assert not is_recovery_code(normal_code(written))
