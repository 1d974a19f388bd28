"""Proof of a password, guarded against guessing."""

from subgraphs.account.domain.accounts import Account, email_key
from subgraphs.account.domain.sessions import Device
from subgraphs.account.domain.throttling import Throttles
from subgraphs.account.errors import InvalidCredentials
from subgraphs.account.ports import Passwords, Store, Throttle


class Credentials:
    """Checks passwords. An attempt is counted before anything is looked at, not after."""

    def __init__(
        self, store: Store, passwords: Passwords, throttle: Throttle, rules: Throttles
    ) -> None:
        self._store = store
        self._passwords = passwords
        self._throttle = throttle
        self._rules = rules

    async def check(self, email: str, password: str, device: Device) -> Account:
        """The account of `email`, if `password` is its own.

        InvalidCredentials if not, TooManyAttempts. No account is handled like a wrong password,
        in its time and in its count.
        """
        of_account = (self._rules.password_of_account, email_key(email))
        # Without an address there is none to count by; the account's own count still holds.
        from_address = (
            [(self._rules.password_from_address, device.ip_address)] if device.ip_address else []
        )
        await self._throttle.begin(of_account, *from_address)
        account = await self._store.accounts.by_email(email)
        matches = await self._passwords.verify(password, account.password_hash if account else None)
        if account is None or not matches:
            raise InvalidCredentials
        await self._throttle.forget(*of_account)
        for attempt in from_address:
            await self._throttle.forgive(*attempt)
        return account

    async def forget_failures(self, account: Account) -> None:
        """Its owner has shown who they are in another way: let them in at once."""
        await self._throttle.forget(self._rules.password_of_account, email_key(account.email))
