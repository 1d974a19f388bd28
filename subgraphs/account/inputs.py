"""Account's inputs, and the rules that they must keep."""

from enum import Enum
from typing import Annotated

import phonenumbers
import strawberry
from email_validator import EmailNotValidError, validate_email
from pydantic import AfterValidator, HttpUrl, StringConstraints, UrlConstraints

from shared.graphql.validation import InputRules, checked
from subgraphs.account.domain import Gender, Language, Profile


def _email(text: str) -> str:
    try:
        # Addresses under .test are accepted: the demo accounts have them, and no mail reaches one.
        return validate_email(text, check_deliverability=False, test_environment=True).normalized
    except EmailNotValidError as error:
        raise ValueError(str(error)) from None


def _phone(text: str) -> str:
    try:
        number = phonenumbers.parse(text)
    except phonenumbers.NumberParseException:
        raise ValueError("Write the number as +, country code, number: +525512345678.") from None
    if not phonenumbers.is_valid_number(number):
        raise ValueError("There is no such number in that country.")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


Email = Annotated[str, AfterValidator(_email)]
Phone = Annotated[str, AfterValidator(_phone)]
Name = Annotated[str, StringConstraints(min_length=1, max_length=100)]
NewPassword = Annotated[
    str, StringConstraints(min_length=10, max_length=128, strip_whitespace=False)
]
AvatarUrl = Annotated[HttpUrl, UrlConstraints(allowed_schemes=["https"], max_length=2_000)]


class RegisterRules(InputRules):
    """What a new account needs."""

    email: Email
    password: NewPassword
    phone: Phone | None
    first_name: Name
    last_name: Name
    gender: Gender
    language: Language
    avatar_url: AvatarUrl | None

    @property
    def profile(self) -> Profile:
        return Profile(
            first_name=self.first_name,
            last_name=self.last_name,
            phone=self.phone,
            gender=self.gender,
            language=self.language,
            avatar_url=str(self.avatar_url) if self.avatar_url else None,
        )


@strawberry.input(description="A new account.")
class RegisterInput:
    email: str = strawberry.field(description="Unique without regard to case.")
    password: str = strawberry.field(description="10 to 128 characters.")
    phone: str | None = strawberry.field(
        default=None, description="In international form, such as `+525512345678`."
    )
    first_name: str = strawberry.field(description="1 to 100 characters.")
    last_name: str = strawberry.field(description="1 to 100 characters.")
    gender: Gender = strawberry.field(
        default=Gender.UNDISCLOSED, description="As the owner states it."
    )
    language: Language = strawberry.field(
        default=Language.EN, description="In which the cinema writes to the owner."
    )
    avatar_url: str | None = strawberry.field(default=None, description="An https address.")

    def checked(self) -> RegisterRules:
        return checked(RegisterRules, strawberry.asdict(self))


@strawberry.enum(description="How a login hands over the session's token.")
class TokenDelivery(Enum):
    COOKIE = strawberry.enum_value(
        "COOKIE", description="As an HttpOnly cookie: for browsers, whose scripts never see it."
    )
    BEARER = strawberry.enum_value(
        "BEARER", description="In the answer, to be sent as `Authorization: Bearer`: for apps."
    )


@strawberry.input(description="Who logs in.")
class LoginInput:
    email: str = strawberry.field(description="The account's address, in any spelling of case.")
    password: str = strawberry.field(description="The account's password.")
    token_delivery: TokenDelivery = strawberry.field(
        default=TokenDelivery.COOKIE, description="How the token is handed over."
    )

    def checked(self) -> "LoginRules":
        return checked(LoginRules, {"email": self.email, "password": self.password})


class LoginRules(InputRules):
    """What a login needs: nothing that would tell whether the password could be right."""

    email: Annotated[str, StringConstraints(min_length=1, max_length=320)]
    password: Annotated[
        str, StringConstraints(min_length=1, max_length=128, strip_whitespace=False)
    ]
