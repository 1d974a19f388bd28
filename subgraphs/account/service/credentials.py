"""Checking passwords, with protection against guessing."""

from shared.errors import InvalidInput
from subgraphs.account.domain.accounts import Account, Profile, email_key
from subgraphs.account.domain.passwords import is_guessable
from subgraphs.account.domain.sessions import Device
from subgraphs.account.domain.throttling import Throttles
from subgraphs.account.errors import InvalidCredentials
from subgraphs.account.ports import PasswordMatch, Passwords, Store, Throttle


def refuse_guessable(password: str, email: str, profile: Profile, path: str) -> None:
    """Raise InvalidInput for the field `path` when the password is made of what anyone knows."""
    if is_guessable(password, email, profile):
        raise InvalidInput.of(
            path,
            "GUESSABLE_PASSWORD",
            "This password is made of the account's name, address or number, or of this product's "
            "name: choose another.",
        )


class Credentials:
    """Checks passwords. Each attempt is counted before the password is compared."""

    def __init__(
        self, store: Store, passwords: Passwords, throttle: Throttle, rules: Throttles
    ) -> None:
        self._store = store
        self._passwords = passwords
        self._throttle = throttle
        self._rules = rules

    async def check(self, email: str, password: str, device: Device) -> Account:
        """Return the account of `email` when `password` is right.

        Raises InvalidCredentials when not, and TooManyAttempts. An unknown address takes as long
        and counts as much as a wrong password.
        """
        of_account = (self._rules.password_of_account, email_key(email))
        # Without an IP address only the account's count applies.
        from_address = (
            [(self._rules.password_from_address, device.ip_address)] if device.ip_address else []
        )
        await self._throttle.count_attempt(of_account, *from_address)
        account = await self._store.accounts.by_email(email)
        hash = account.password_hash if account else None
        match = await self._passwords.verify(password, hash)
        if account is None or match is PasswordMatch.NO:
            raise InvalidCredentials
        await self._throttle.clear_attempts(*of_account)
        for attempt in from_address:
            await self._throttle.withdraw_attempt(*attempt)
        if match is PasswordMatch.OUTDATED:
            await self._hash_again(account, password)
        return account

    async def clear_attempts(self, account: Account) -> None:
        """Let the owner log in at once, after a proof by another way than the password."""
        await self._throttle.clear_attempts(
            self._rules.password_of_account, email_key(account.email)
        )

    async def _hash_again(self, account: Account, password: str) -> None:
        hash = await self._passwords.hash(password)
        await self._store.accounts.rehash_password(account.id, account.password_hash, hash)
