"""Account's queries."""

import strawberry

from subgraphs.account.types import Account, Info


@strawberry.type(description="What can be asked.")
class Query:
    @strawberry.field(description="The account that is logged in; null when nobody is.")
    async def me(self, info: Info) -> Account | None:
        viewer = await info.context.viewer()
        account = await info.context.account_loader.load(viewer.account_id) if viewer else None
        return Account.of(account) if account else None
