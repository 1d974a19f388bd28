"""Every mail exists in every language, and is plain text."""

import pytest

from subgraphs.account.adapters.mail.texts import write
from subgraphs.account.domain.accounts import Language
from subgraphs.account.domain.mails import MailKind


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("kind", MailKind)
def test_a_mail_has_a_subject_the_name_and_a_link(kind: MailKind, language: Language) -> None:
    subject, body = write(kind, language, "Ana {x}", "https://cinema.test", "the-token")
    assert subject
    assert "Ana {x}" in body
    assert "https://cinema.test/" in body
    assert ("#the-token" in body) is (kind is not MailKind.PASSWORD_CHANGED)


def test_a_stored_name_brings_no_lines_and_no_direction_into_a_mail() -> None:
    name = "Ana\r\n\r\nPay here: \u202eevil\x00"
    _, body = write(MailKind.VERIFY_EMAIL, Language.EN, name, "https://cinema.test", "the-token")
    assert body.startswith("Hello Ana Pay here: evil,\n")
