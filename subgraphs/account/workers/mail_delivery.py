"""Sending the mails that wait."""

from datetime import timedelta

import structlog

from shared.auth.sessions import new_token, token_hash
from shared.backoff import Backoff
from shared.clock import Clock
from shared.errors import TransientFailure
from subgraphs.account.domain.accounts import Account
from subgraphs.account.domain.credentials import MailedToken, TokenPurpose
from subgraphs.account.domain.mails import Mail, MailKind
from subgraphs.account.ports import Mailer, Records, Store

log = structlog.get_logger(__name__)

# The texts of the mails name these times.
_LIFETIMES = {
    TokenPurpose.VERIFY_EMAIL: timedelta(days=1),
    TokenPurpose.RESET_PASSWORD: timedelta(hours=1),
}
_PURPOSES = {
    MailKind.VERIFY_EMAIL: TokenPurpose.VERIFY_EMAIL,
    MailKind.RESET_PASSWORD: TokenPurpose.RESET_PASSWORD,
}
_CLAIM = timedelta(minutes=1)
_RETRY = Backoff(timedelta(seconds=2), timedelta(minutes=10))
# About a day, with the pauses above.
_ATTEMPTS = 150


class MailDelivery:
    """Writes and sends each waiting mail at least once; a crash may send it twice."""

    def __init__(self, store: Store, mailer: Mailer, clock: Clock) -> None:
        self._store = store
        self._mailer = mailer
        self._clock = clock

    async def deliver_all(self) -> None:
        """Send mails until none is due."""
        while await self.deliver_next():
            pass

    async def deliver_next(self) -> bool:
        """Send the mail that has been due the longest; return False when none is due."""
        now = self._clock.now()
        mail = await self._store.mails.claim(now, until=now + _CLAIM)
        if mail is None:
            return False
        account = await self._store.accounts.by_email(mail.address)
        if account is None:
            # A reset for an unknown address, or the account was deleted.
            await self._store.mails.remove(mail)
            return True
        try:
            await self._send(mail, account)
        except TransientFailure as error:
            await self._postpone(mail, error)
        else:
            await self._store.mails.remove(mail)
        return True

    async def _send(self, mail: Mail, account: Account) -> None:
        token = None
        if purpose := _PURPOSES.get(mail.kind):
            # Only the mail has the token; its hash is stored.
            token = new_token()
            expires_at = self._clock.now() + _LIFETIMES[purpose]
            stored = MailedToken(token_hash(token), account.id, purpose, expires_at)
            if not await self._add_token(mail, stored):
                return
        profile = account.profile
        await self._mailer.send(
            mail.kind, account.email, profile.first_name, profile.language, token
        )

    async def _add_token(self, mail: Mail, token: MailedToken) -> bool:
        """Store the token while the mail still waits; return False when it was removed.

        An account's deletion removes its tokens and its waiting mails. Renewing the claim conflicts
        with that removal, so no token is stored after it.
        """

        async def add(records: Records) -> bool:
            # One millisecond more is a change, and only a change conflicts.
            if not await records.mails.renew(mail, mail.due_at + timedelta(milliseconds=1)):
                return False
            await records.tokens.add(token)
            return True

        return await self._store.atomically(add)

    async def _postpone(self, mail: Mail, error: TransientFailure) -> None:
        if mail.attempts >= _ATTEMPTS:
            log.error("mail_given_up", mail=mail.id, kind=mail.kind)
            await self._store.mails.remove(mail)
            return
        pause = _RETRY.pause(mail.attempts)
        log.warning("mail_waits", mail=mail.id, part=error.part, attempts=mail.attempts)
        await self._store.mails.postpone(mail, self._clock.now() + pause)
