"""Every operation of account: its document, its variables, and who may call it."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from pyotp.totp import TOTP

from tests.stack.account.people import PASSWORD, USER_ERROR, Person, Town

ANONYMOUS, SERVICE = "anonymous", "service token"
OWNER, ANOTHER = "owner", "another account"
CALLERS = (ANONYMOUS, "CUSTOMER", "STAFF", "ADMIN", OWNER, ANOTHER, SERVICE)
PEOPLE = ("CUSTOMER", "STAFF", "ADMIN", OWNER, ANOTHER)

Variables = Mapping[str, Any]
Prepare = Callable[[Town, Person, Person], Awaitable[Variables]]
"""Makes the variables of a call: the second person calls it, about the first."""


@dataclass(frozen=True, slots=True)
class Operation:
    """An operation, and who may call it.

    `refused` is the answer to people who may not, `unauthenticated` to callers without a session.
    """

    name: str
    document: str
    prepare: Prepare
    allowed: tuple[str, ...]
    refused: str = "FORBIDDEN"
    unauthenticated: str = "UNAUTHENTICATED"

    def expected(self, caller: str) -> str:
        if caller in self.allowed:
            return "allowed"
        return self.unauthenticated if caller in (ANONYMOUS, SERVICE) else self.refused


def _mutation(name: str, arguments: Mapping[str, str]) -> str:
    declared = ", ".join(f"${each}: {type}" for each, type in arguments.items())
    passed = ", ".join(f"{each}: ${each}" for each in arguments)
    head = f"mutation Call({declared}) {{ {name}({passed})" if arguments else f"mutation {{ {name}"
    return f"{head} {{ __typename {USER_ERROR} }} }}"


async def _nothing(_town: Town, _subject: Person, _caller: Person) -> Variables:
    return {}


async def _subject_id(_town: Town, subject: Person, _caller: Person) -> Variables:
    return {"id": subject.id}


async def _subject_session(_town: Town, subject: Person, _caller: Person) -> Variables:
    return {"id": subject.session_id}


async def _profile(_town: Town, subject: Person, _caller: Person) -> Variables:
    return {"id": subject.id, "input": {"firstName": "Zoe"}}


async def _own_profile(_town: Town, _subject: Person, _caller: Person) -> Variables:
    return {"input": {"firstName": "Zoe"}}


async def _roles(_town: Town, subject: Person, _caller: Person) -> Variables:
    return {"id": subject.id, "roles": ["STAFF"]}


async def _registration(_town: Town, subject: Person, _caller: Person) -> Variables:
    new = f"new-{subject.email}"
    return {"input": {"email": new, "password": PASSWORD, "firstName": "A", "lastName": "B"}}


async def _credentials(_town: Town, subject: Person, _caller: Person) -> Variables:
    return {"input": {"email": subject.email, "password": PASSWORD, "tokenDelivery": "BEARER"}}


async def _second_step(town: Town, subject: Person, _caller: Person) -> Variables:
    _, codes = await _enrol(town, subject)
    outcome = await town.mutate(
        "mutation Call($input: LoginInput!) {"
        " login(input: $input) { ... on TotpRequired { challenge } } }",
        input={"email": subject.email, "password": PASSWORD},
    )
    town.secrets.add(outcome["challenge"])
    return {"input": {"challenge": outcome["challenge"], "code": codes[0]}}


async def _verification(town: Town, subject: Person, _caller: Person) -> Variables:
    return {"token": await town.plant_token(subject.id, "VERIFY_EMAIL")}


async def _reset_request(_town: Town, subject: Person, _caller: Person) -> Variables:
    return {"email": subject.email}


async def _reset(town: Town, subject: Person, _caller: Person) -> Variables:
    token = await town.plant_token(subject.id, "RESET_PASSWORD")
    return {"input": {"token": token, "newPassword": PASSWORD}}


async def _password_change(_town: Town, _subject: Person, _caller: Person) -> Variables:
    return {"input": {"currentPassword": PASSWORD, "newPassword": PASSWORD}}


async def _own_password(_town: Town, _subject: Person, _caller: Person) -> Variables:
    return {"input": {"password": PASSWORD}}


async def _enrolment(_town: Town, _subject: Person, _caller: Person) -> Variables:
    return {"password": PASSWORD}


async def _confirmation(town: Town, _subject: Person, caller: Person) -> Variables:
    return {"code": (await _begin(town, caller)).now()}


async def _disabling(town: Town, _subject: Person, caller: Person) -> Variables:
    _, codes = await _enrol(town, caller)
    return {"input": {"password": PASSWORD, "code": codes[0]}}


async def _begin(town: Town, person: Person) -> TOTP:
    enrolment = await town.mutate(
        "mutation Call($password: String!) { beginTotpEnrolment(password: $password)"
        " { ... on TotpEnrolment { secret } } }",
        person.token,
        password=PASSWORD,
    )
    town.secrets.add(enrolment["secret"])
    return TOTP(enrolment["secret"])


async def _enrol(town: Town, person: Person) -> tuple[TOTP, list[str]]:
    app = await _begin(town, person)
    enabled = await town.mutate(
        "mutation Call($code: String!) { confirmTotpEnrolment(code: $code)"
        " { ... on TotpEnabled { recoveryCodes } } }",
        person.token,
        code=app.now(),
    )
    town.secrets.update(enabled["recoveryCodes"])
    return app, enabled["recoveryCodes"]


_BY_ID = {"id": "ID!"}
_ADMIN = ("ADMIN",)
OPERATIONS = (
    Operation("me", "{ me { id } }", _nothing, PEOPLE, unauthenticated="null"),
    Operation(
        "account",
        "query Call($id: ID!) { account(id: $id) { id email sessions { id } } }",
        _subject_id,
        _ADMIN,
    ),
    Operation("accounts", "{ accounts { totalCount } }", _nothing, _ADMIN),
    Operation("auditLog", "{ auditLog { totalCount } }", _nothing, _ADMIN),
    Operation("exportMyData", "{ exportMyData { account { id } } }", _nothing, PEOPLE),
    Operation(
        "an Account by reference",
        "query Call($id: ID!) {"
        ' _entities(representations: [{ __typename: "Account", id: $id }]) {'
        " ... on Account { email } } }",
        _subject_id,
        ("ADMIN", OWNER),
        refused="null",
        unauthenticated="null",
    ),
    Operation(
        "register", _mutation("register", {"input": "RegisterInput!"}), _registration, CALLERS
    ),
    Operation("login", _mutation("login", {"input": "LoginInput!"}), _credentials, CALLERS),
    Operation(
        "completeLogin",
        _mutation("completeLogin", {"input": "CompleteLoginInput!"}),
        _second_step,
        CALLERS,
    ),
    Operation(
        "logout", "mutation { logout { __typename } }", _nothing, PEOPLE, unauthenticated="null"
    ),
    Operation(
        "verifyEmail", _mutation("verifyEmail", {"token": "String!"}), _verification, CALLERS
    ),
    Operation(
        "sendVerificationAgain",
        "mutation { sendVerificationAgain { __typename } }",
        _nothing,
        PEOPLE,
    ),
    Operation(
        "requestPasswordReset",
        "mutation Call($email: String!) { requestPasswordReset(email: $email) { __typename } }",
        _reset_request,
        CALLERS,
    ),
    Operation(
        "resetPassword",
        _mutation("resetPassword", {"input": "ResetPasswordInput!"}),
        _reset,
        CALLERS,
    ),
    Operation(
        "updateProfile",
        _mutation("updateProfile", {"input": "UpdateProfileInput!"}),
        _own_profile,
        PEOPLE,
    ),
    Operation(
        "changePassword",
        _mutation("changePassword", {"input": "ChangePasswordInput!"}),
        _password_change,
        PEOPLE,
    ),
    Operation(
        "deleteMyAccount",
        _mutation("deleteMyAccount", {"input": "DeleteAccountInput!"}),
        _own_password,
        PEOPLE,
    ),
    Operation(
        "beginTotpEnrolment",
        _mutation("beginTotpEnrolment", {"password": "String!"}),
        _enrolment,
        PEOPLE,
    ),
    Operation(
        "confirmTotpEnrolment",
        _mutation("confirmTotpEnrolment", {"code": "String!"}),
        _confirmation,
        PEOPLE,
    ),
    Operation(
        "disableTotp", _mutation("disableTotp", {"input": "DisableTotpInput!"}), _disabling, PEOPLE
    ),
    Operation(
        "revokeSession",
        _mutation("revokeSession", _BY_ID),
        _subject_session,
        ("ADMIN", OWNER),
        refused="NOT_FOUND",
    ),
    Operation(
        "revokeOtherSessions",
        "mutation { revokeOtherSessions { revokedCount } }",
        _nothing,
        PEOPLE,
    ),
    Operation(
        "revokeAccountSessions", _mutation("revokeAccountSessions", _BY_ID), _subject_id, _ADMIN
    ),
    Operation(
        "updateAccount",
        _mutation("updateAccount", {"id": "ID!", "input": "UpdateProfileInput!"}),
        _profile,
        _ADMIN,
    ),
    Operation(
        "setAccountRoles",
        _mutation("setAccountRoles", {"id": "ID!", "roles": "[Role!]!"}),
        _roles,
        _ADMIN,
    ),
    Operation("deleteAccount", _mutation("deleteAccount", _BY_ID), _subject_id, _ADMIN),
)
