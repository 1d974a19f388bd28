"""What happens to holds and bookings when their account is deleted."""

from shared.errors import OutcomePending
from shared.pagination import PageRequest
from subgraphs.booking.ports import BookingStore, HoldStore, InventoryStore

_BATCH = 100


class AccountDeletion:
    """Gives an account's holds back and makes its bookings anonymous. Safe to repeat.

    Tickets stay valid: they were paid for, and let in anyone who has the code.
    """

    def __init__(self, seats: InventoryStore, holds: HoldStore, bookings: BookingStore) -> None:
        self._seats = seats
        self._holds = holds
        self._bookings = bookings

    async def forget(self, account_id: str) -> None:
        """Forget the account. Raises OutcomePending while one of its bookings is being settled."""
        newest, _ = await self._bookings.page(PageRequest(_BATCH, None), account_id=account_id)
        if any(booking.is_open for booking in newest):
            # Payment knows an unsettled booking by its account: the booking has to end first.
            raise OutcomePending("payment of a deleted account")
        for hold in await self._holds.of_account(account_id):
            await self._holds.forget(hold.id)
        await self._seats.forget(account_id)
        await self._bookings.anonymise(account_id)
