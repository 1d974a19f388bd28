"""Mails in the mailbox, their tokens, and password resets."""

import asyncio

import pytest

from tests.stack.account.people import PASSWORD, USER_ERROR, Town, eventually, outcome_of

VERIFY = f"""
mutation Verify($token: String!) {{
  verifyEmail(token: $token) {{ ... on Account {{ emailVerified sessions {{ id }} }} {USER_ERROR} }}
}}
"""
REQUEST = "mutation Request($email: String!) { requestPasswordReset(email: $email) { message } }"
RESET = f"""
mutation Reset($input: ResetPasswordInput!) {{
  resetPassword(input: $input) {{ ... on Account {{ id }} {USER_ERROR} }}
}}
"""
NEW = "another-long-password"


async def test_the_address_is_verified_by_the_mails_token(town: Town) -> None:
    email = await town.register(language="ES")
    mail = (await town.mails_to(email))[0]
    assert mail["subject"] == "Confirma tu correo electrónico"
    token = await town.token_from_mail(email)
    outcome = await town.mutate(VERIFY, token=token)
    assert outcome == {"emailVerified": True, "sessions": []}
    assert (await town.mutate(VERIFY, token=token))["code"] == "INVALID_TOKEN"


async def test_a_forgotten_password_is_replaced_by_mail(town: Town) -> None:
    ana = await town.person()
    await town.mails_to(ana.email)
    await town.mutate(REQUEST, email=ana.email.upper())
    token = await town.token_from_mail(ana.email, count=2)
    stored = str(await town.database.tokens.find().to_list())
    assert token not in stored
    outcome = await town.mutate(RESET, input={"token": token, "newPassword": NEW})
    assert outcome == {"id": ana.id}
    assert not await town.is_logged_in(ana)
    await town.log_in(ana.email, NEW)
    assert (await town.mails_to(ana.email, 3))[0]["subject"] == "Your password was changed"
    again = await town.mutate(RESET, input={"token": token, "newPassword": PASSWORD})
    assert again["code"] == "INVALID_TOKEN"


@pytest.mark.parametrize("kind", ["made up", "expired", "for something else", "empty", "used"])
async def test_an_invalid_token_is_refused(town: Town, kind: str) -> None:
    ana = await town.person()
    match kind:
        case "expired":
            token = await town.plant_token(ana.id, "RESET_PASSWORD", seconds=1)
        case "for something else":
            token = await town.plant_token(ana.id, "VERIFY_EMAIL")
        case "used":
            token = await town.plant_token(ana.id, "RESET_PASSWORD")
            await town.mutate(RESET, input={"token": token, "newPassword": PASSWORD})
            ana = await town.log_in(ana.email)
        case "empty":
            token = ""
        case _:
            token = "x" * 43
    before = await town.snapshot()
    outcome = await town.mutate(RESET, input={"token": token, "newPassword": NEW})
    assert outcome["code"] == "INVALID_TOKEN"
    assert await town.snapshot() == before


async def test_another_accounts_token_changes_only_that_account(town: Town) -> None:
    ana, bob = await town.person(), await town.person()
    token = await town.plant_token(bob.id, "RESET_PASSWORD")
    outcome = await town.mutate(RESET, ana.token, input={"token": token, "newPassword": NEW})
    assert outcome == {"id": bob.id}
    assert await town.is_logged_in(ana)
    await town.log_in(ana.email)


async def test_a_token_that_several_use_at_once_works_once(town: Town) -> None:
    ana = await town.person()
    token = await town.plant_token(ana.id, "RESET_PASSWORD")
    given = {"token": token, "newPassword": NEW}
    outcomes = await asyncio.gather(*(town.mutate(RESET, input=given) for _ in range(4)))
    assert sorted(each.get("code", "done") for each in outcomes) == [
        *["INVALID_TOKEN"] * 3,
        "done",
    ]


async def test_a_reset_does_not_reveal_whether_the_address_is_known(town: Town) -> None:
    known = await town.register()
    unknown = f"no-{known}"
    answers = {str(await town.ask(REQUEST, email=email)) for email in (known, unknown)}
    assert len(answers) == 1

    async def mail_removed() -> bool:
        return await town.database.mails.count_documents({"address": unknown}) == 0

    await eventually(mail_removed)


async def test_a_deletion_removes_the_account_and_its_tokens(town: Town) -> None:
    ana = await town.person()
    await town.plant_token(ana.id, "RESET_PASSWORD")
    answer = await town.ask(
        "mutation Call($input: DeleteAccountInput!) { deleteMyAccount(input: $input)"
        f" {{ __typename {USER_ERROR} }} }}",
        ana.token,
        input={"password": PASSWORD},
    )
    assert outcome_of(answer) == "allowed"
    assert not await town.is_logged_in(ana)
    for name in ("accounts", "two_factors"):
        assert await town.database[name].count_documents({"_id": ana.id}) == 0
    for name in ("sessions", "tokens"):
        assert await town.database[name].count_documents({"accountId": ana.id}) == 0
    kept = await town.database.audit.find({"subjectId": ana.id}).sort("_id").to_list()
    assert kept[-1]["action"] == "DELETED"
    assert all(entry["ipAddress"] is None for entry in kept)
    assert ana.email not in str(kept)
