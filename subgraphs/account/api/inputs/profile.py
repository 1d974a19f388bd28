"""Inputs with the data of a person."""

from typing import Annotated, Any

import strawberry
from strawberry import UNSET

from shared.validation.fields import NotNull
from shared.validation.inputs import ValidatedInput
from shared.validation.web_addresses import SecureWebAddress
from subgraphs.account.api.enums import Gender, Language
from subgraphs.account.api.inputs.addresses import Email
from subgraphs.account.api.inputs.rules import Name, NewPassword, Phone
from subgraphs.account.domain.accounts import Profile


class ValidatedRegistration(ValidatedInput):
    """What a new account needs."""

    email: Email
    password: NewPassword
    phone: Phone | None
    first_name: Name
    last_name: Name
    gender: Gender
    language: Language
    avatar_url: SecureWebAddress | None

    @property
    def profile(self) -> Profile:
        return Profile(
            first_name=self.first_name,
            last_name=self.last_name,
            phone=self.phone,
            gender=self.gender,
            language=self.language,
            avatar_url=self.avatar_url,
        )


class ValidatedProfileUpdate(ValidatedInput):
    """The fields of a profile that may change."""

    phone: Phone | None = None
    first_name: Annotated[Name | None, NotNull] = None
    last_name: Annotated[Name | None, NotNull] = None
    gender: Annotated[Gender | None, NotNull] = None
    language: Annotated[Language | None, NotNull] = None
    avatar_url: SecureWebAddress | None = None

    @property
    def changes(self) -> dict[str, Any]:
        """The given fields, by their names in Profile."""
        return {name: getattr(self, name) for name in self.model_fields_set}


@strawberry.input(description="A new account.")
class RegisterInput:
    email: str = strawberry.field(
        description="Unique in all of its spellings, such as upper and lower case."
    )
    password: str = strawberry.field(
        description="10 to 128 characters (NFKC); not a common one, nor one made of the account's "
        "name, address or number."
    )
    phone: str | None = strawberry.field(
        default=None, description="In international form, such as `+525512345678`."
    )
    first_name: str = strawberry.field(description="1 to 100 characters.")
    last_name: str = strawberry.field(description="1 to 100 characters.")
    gender: Gender = strawberry.field(
        default=Gender.UNDISCLOSED, description="The gender that the owner states."
    )
    language: Language = strawberry.field(
        default=Language.EN, description="The language of mails to the owner."
    )
    avatar_url: str | None = strawberry.field(default=None, description="An https address.")


@strawberry.input(description="Changes to a profile; fields that are left out stay as they are.")
class UpdateProfileInput:
    phone: str | None = strawberry.field(
        default=UNSET, description="In international form; null removes it."
    )
    first_name: str | None = strawberry.field(default=UNSET, description="1 to 100 characters.")
    last_name: str | None = strawberry.field(default=UNSET, description="1 to 100 characters.")
    gender: Gender | None = strawberry.field(
        default=UNSET, description="The gender that the owner states."
    )
    language: Language | None = strawberry.field(
        default=UNSET, description="The language of mails to the owner."
    )
    avatar_url: str | None = strawberry.field(
        default=UNSET, description="An https address; null removes it."
    )
