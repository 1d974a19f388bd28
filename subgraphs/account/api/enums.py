"""The domain's enumerations as GraphQL's; imported from here wherever the schema needs one."""

from shared.auth.viewer import Role as Role
from shared.graphql.enums import describe_enum
from subgraphs.account.domain.accounts import Gender as Gender
from subgraphs.account.domain.accounts import Language as Language
from subgraphs.account.domain.audit import AuditAction as AuditAction

describe_enum(
    Role,
    "What an account may do; each includes the ones before it.",
    CUSTOMER="Book seats, and see what is their own.",
    STAFF="Let guests in at the door, too.",
    ADMIN="Plan the programme, and see and change what is of others.",
)
describe_enum(
    Gender,
    "As the account's owner states it.",
    FEMALE="Female.",
    MALE="Male.",
    OTHER="Neither of the two.",
    UNDISCLOSED="Not stated.",
)
describe_enum(
    Language,
    "The language in which the cinema writes to the account's owner.",
    EN="English.",
    CN="Chinese.",
    MS="Malay.",
    ES="Spanish.",
)
describe_enum(
    AuditAction,
    "What can happen to an account, its sessions and its roles.",
    REGISTERED="It was created.",
    EMAIL_VERIFIED="Its address was shown to be its owner's.",
    PROFILE_UPDATED="What its profile says was changed.",
    PASSWORD_CHANGED="Its owner, logged in, set a new password.",
    PASSWORD_RESET="A new password was set by a mailed token.",
    ROLES_SET="What it may do was changed.",
    TOTP_ENABLED="Logging in asks for a second factor from now on.",
    TOTP_DISABLED="Logging in asks for no second factor any more.",
    RECOVERY_CODE_USED="A recovery code stood in for the second factor.",
    LOGGED_IN="A session was opened.",
    LOGGED_OUT="A session was ended from within.",
    SESSION_REVOKED="One of its sessions was ended from another.",
    SESSIONS_REVOKED="Several of its sessions were ended at once.",
    DATA_EXPORTED="All that is held on it was handed to its owner.",
    DELETED="It was deleted.",
)
