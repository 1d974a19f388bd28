"""The address of an account's picture keeps the rules of web addresses, at every entry."""

import pytest

from shared.errors import InvalidInput
from shared.validation.inputs import validated
from subgraphs.account.api.inputs import (
    UpdateProfileInput,
    ValidatedProfileUpdate,
    ValidatedRegistration,
)
from tests.unit.account.api.test_inputs import registration


def test_an_address_is_stored_in_its_normal_form() -> None:
    given, stored = "HTTPS://Bücher.Test:443/%7Eana", "https://xn--bcher-kva.test/~ana"
    registered = validated(ValidatedRegistration, registration(avatar_url=given))
    assert registered.profile.avatar_url == stored
    update = validated(ValidatedProfileUpdate, UpdateProfileInput(avatar_url=given))
    assert update.changes == {"avatar_url": stored}


@pytest.mark.parametrize(
    "address",
    [
        'https://exa\nmple.com/\t"><script>',
        "https://ana:secret@a.test/a.png",
        "https://a.test/%00",
        "http://a.test/a.png",
    ],
)
def test_an_unsafe_address_is_refused(address: str) -> None:
    for model, given in (
        (ValidatedRegistration, registration(avatar_url=address)),
        (ValidatedProfileUpdate, UpdateProfileInput(avatar_url=address)),
    ):
        with pytest.raises(InvalidInput) as refused:
            validated(model, given)
        assert [(each.path, each.code) for each in refused.value.fields] == [
            (["avatarUrl"], "INVALID_URL")
        ]
