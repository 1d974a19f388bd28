"""The domain's enumerations as GraphQL's; imported from here wherever the schema needs one."""

import strawberry

from shared.auth.viewer import Role as Role
from subgraphs.account.domain import AuditAction as AuditAction
from subgraphs.account.domain import Gender as Gender
from subgraphs.account.domain import Language as Language

strawberry.enum(Role, description="What an account may do; each includes the ones before it.")
strawberry.enum(Gender, description="As the account's owner states it.")
strawberry.enum(
    Language, description="The language in which the cinema writes to the account's owner."
)
strawberry.enum(
    AuditAction, description="What can happen to an account, its sessions and its roles."
)
