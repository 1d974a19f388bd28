"""Login, in one step or in two."""

from dataclasses import dataclass

from subgraphs.account.domain.sessions import Device
from subgraphs.account.domain.throttling import Throttles
from subgraphs.account.errors import InvalidCode, InvalidToken
from subgraphs.account.ports import Challenge, Challenges, Store, Throttle
from subgraphs.account.service.credentials import Credentials
from subgraphs.account.service.sessions import Login, Sessions
from subgraphs.account.service.two_factor import TwoFactors


@dataclass(frozen=True, slots=True)
class SecondStep:
    """The password was right, and a code is needed too; `challenge` belongs to that call."""

    challenge: str


class Logins:
    """Opens sessions for callers who prove who they are."""

    def __init__(
        self,
        store: Store,
        sessions: Sessions,
        credentials: Credentials,
        two_factors: TwoFactors,
        challenges: Challenges,
        throttle: Throttle,
        rules: Throttles,
    ) -> None:
        self._store = store
        self._sessions = sessions
        self._credentials = credentials
        self._two_factors = two_factors
        self._challenges = challenges
        self._throttle = throttle
        self._rules = rules

    async def log_in(self, email: str, password: str, device: Device) -> Login | SecondStep:
        """Open a session, or return the second step that this account needs.

        Raises InvalidCredentials, the same for an unknown address and for a wrong password, and
        TooManyAttempts.
        """
        if device.ip_address:
            await self._throttle.count_call(self._rules.logins_from_address, device.ip_address)
        account = await self._credentials.check(email, password, device)
        if account.totp_enabled:
            challenge = Challenge(account.id, account.security_version)
            return SecondStep(await self._challenges.issue(challenge))
        return await self._sessions.open(account, device)

    async def complete(self, token: str, code: str, device: Device) -> Login:
        """Open the session that the challenge `token` and `code` permit.

        Raises InvalidToken for the challenge, InvalidCode and TooManyAttempts.
        """
        challenge = await self._challenges.find(token)
        if challenge is None:
            raise InvalidToken
        account = await self._store.accounts.by_id(challenge.account_id)
        if account is None or account.security_version != challenge.security_version:
            raise InvalidToken
        if not await self._two_factors.use_code(account, code, device):
            raise InvalidCode
        if not await self._challenges.spend(token):
            raise InvalidToken
        return await self._sessions.open(account, device)
