"""People who use a running account subgraph, and access to its database and mailbox."""

import asyncio
import hashlib
import json
import re
import secrets
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
from pymongo.asynchronous.database import AsyncDatabase

PASSWORD = "a-long-enough-password"
USER_ERROR = "... on UserError { __typename code message }"
REGISTER = f"""
mutation Register($input: RegisterInput!) {{
  register(input: $input) {{
    __typename ... on Account {{ id }} {USER_ERROR} ... on InvalidInput {{ fields {{ path code }} }}
  }}
}}
"""
LOG_IN = f"""
mutation LogIn($input: LoginInput!) {{
  login(input: $input) {{
    __typename
    ... on LoginSuccess {{ token session {{ id }} account {{ id }} }}
    ... on TotpRequired {{ challenge }}
    ... on TooManyAttempts {{ retryAfterSeconds }}
    {USER_ERROR}
  }}
}}
"""
SET_ROLES = f"""
mutation SetRoles($id: ID!, $roles: [Role!]!) {{
  setAccountRoles(id: $id, roles: $roles) {{
    __typename {USER_ERROR} ... on InvalidInput {{ fields {{ path code }} }}
  }}
}}
"""

Answer = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Person:
    """An account with an open session."""

    id: str
    email: str
    password: str
    token: str
    session_id: str


@dataclass
class Town:
    """A running account subgraph, its database and its mailbox.

    `secrets` collects every password, token and code that goes over the wire, so that the logs can
    be searched for them.
    """

    url: str
    mailbox_url: str
    http: httpx.AsyncClient
    database: AsyncDatabase[Answer]
    secrets: set[str] = field(default_factory=set[str], repr=False)
    planted: list[str] = field(default_factory=list[str], repr=False)

    async def ask(
        self,
        document: str,
        token: str | None = None,
        /,
        *,
        url: str | None = None,
        address: str | None = None,
        headers: Mapping[str, str] | None = None,
        **variables: Any,
    ) -> Answer:
        """Return the whole answer. Each call has a new IP address unless `address` is given."""
        sent = {"x-forwarded-for": address or fresh_address(), **(headers or {})}
        if token:
            sent["authorization"] = f"Bearer {token}"
        # Escaped to ASCII, so that text with invalid Unicode reaches the server as well.
        body = json.dumps({"query": document, "variables": variables})
        answer = await self.http.post(
            url or self.url, content=body, headers={"content-type": "application/json", **sent}
        )
        self.http.cookies.clear()
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def mutate(self, document: str, token: str | None = None, /, **more: Any) -> Answer:
        """Return the answer of the document's only field; fail on any GraphQL error."""
        answer = await self.ask(document, token, **more)
        assert not answer.get("errors"), answer
        (outcome,) = answer["data"].values()
        return outcome

    async def register(self, email: str | None = None, **more: Any) -> str:
        """Open an account with PASSWORD; return its e-mail address."""
        email = email or f"{secrets.token_hex(8)}@town.test"
        given = {"email": email, "password": PASSWORD, "firstName": "Ana", "lastName": "Lopez"}
        self.secrets.add(PASSWORD)
        outcome = await self.mutate(REGISTER, input={**given, **more})
        assert outcome["__typename"] == "Account", outcome
        return email

    async def log_in(self, email: str, password: str = PASSWORD, **more: Any) -> Person:
        """Open a session of the account."""
        given = {"email": email, "password": password, "tokenDelivery": "BEARER"}
        outcome = await self.mutate(LOG_IN, input=given, **more)
        assert outcome["__typename"] == "LoginSuccess", outcome
        self.secrets.update((password, outcome["token"]))
        return Person(
            outcome["account"]["id"], email, password, outcome["token"], outcome["session"]["id"]
        )

    async def person(self, role: str = "CUSTOMER") -> Person:
        """Open an account with that role, and a session."""
        email = await self.register()
        if role != "CUSTOMER":
            # Only the database's owner can make an administrator without another one.
            await self.database.accounts.update_one({"email": email}, {"$set": {"roles": [role]}})
        return await self.log_in(email)

    async def is_logged_in(self, person: Person, **more: Any) -> bool:
        """Tell whether the person's session is still accepted."""
        return (await self.ask("{ me { id } }", person.token, **more))["data"]["me"] is not None

    async def plant_token(self, account_id: str, purpose: str, **age: float) -> str:
        """Store a mailed token: valid for an hour, or expired since `age`."""
        token = secrets.token_urlsafe(32)
        self.secrets.add(token)
        ends = datetime.now(UTC) + (-timedelta(**age) if age else timedelta(hours=1))
        hash = hashlib.sha256(token.encode()).hexdigest()
        self.planted.append(hash)
        await self.database.tokens.insert_one(
            {"_id": hash, "accountId": account_id, "purpose": purpose, "expiresAt": ends}
        )
        return token

    async def mails_to(self, email: str, count: int = 1) -> Sequence[Answer]:
        """Return the mails to an address, the newest first, once there are `count` of them."""

        async def arrived() -> list[Answer] | None:
            mails = (await self.http.get(f"{self.mailbox_url}/mails", params={"to": email})).json()
            return mails if len(mails) >= count else None

        mails = await eventually(arrived)
        for mail in mails:
            self.secrets.update(re.findall(r"#(\S+)", mail["text"]))
        return mails

    async def token_from_mail(self, email: str, count: int = 1) -> str:
        """Return the token in the newest mail."""
        text = (await self.mails_to(email, count))[0]["text"]
        return re.findall(r"#(\S+)", text)[0]

    async def snapshot(self) -> dict[str, list[Any]]:
        """Return everything that the subgraph stores about people.

        Of the mailed tokens only the planted ones: mails of earlier calls are still being sent.
        """
        names = ("accounts", "sessions", "two_factors", "audit", "revocations")
        kept = {name: await self.database[name].find().sort("_id", 1).to_list() for name in names}
        planted = {"_id": {"$in": self.planted}}
        return kept | {"tokens": await self.database.tokens.find(planted).to_list()}


async def eventually(
    look: Callable[[], Awaitable[Any]], seconds: float = 10, every: float = 0.05
) -> Any:
    """Return the first true value of `look`; fail when there is none in time."""
    deadline = asyncio.get_running_loop().time() + seconds
    while not (seen := await look()):
        assert asyncio.get_running_loop().time() < deadline, (
            f"still false after {seconds} s: {look}"
        )
        await asyncio.sleep(every)
    return seen


def fresh_address() -> str:
    """Return an IP address that no call has used."""
    return "10." + ".".join(str(secrets.randbelow(256)) for _ in range(3))


def outcome_of(answer: Answer) -> str:
    """Return `allowed`, `null`, or the code of the refusal."""
    if answer.get("errors"):
        return answer["errors"][0]["extensions"]["code"]
    outcome: Any = next(iter(answer["data"].values()))
    if outcome in (None, [None]):
        return "null"
    return outcome.get("code", "allowed") if hasattr(outcome, "get") else "allowed"
