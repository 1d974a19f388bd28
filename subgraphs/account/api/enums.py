"""The domain's enumerations with GraphQL descriptions; the schema imports them from here."""

from shared.auth.viewer import Role as Role
from shared.graphql.enums import describe_enum
from subgraphs.account.domain.accounts import Gender as Gender
from subgraphs.account.domain.accounts import Language as Language
from subgraphs.account.domain.audit import AuditAction as AuditAction

describe_enum(
    Role,
    "What an account may do; each includes the ones before it.",
    CUSTOMER="Book seats, and see their own bookings.",
    STAFF="Also check tickets in.",
    ADMIN="Also plan the programme, and see and change the data of others.",
)
describe_enum(
    Gender,
    "The gender that the account's owner states.",
    FEMALE="Female.",
    MALE="Male.",
    OTHER="Another gender.",
    UNDISCLOSED="Not stated.",
)
describe_enum(
    Language,
    "The language of the mails to the account's owner.",
    EN="English.",
    CN="Chinese.",
    MS="Malay.",
    ES="Spanish.",
)
describe_enum(
    AuditAction,
    "What can happen to an account, its sessions and its roles.",
    REGISTERED="It was created.",
    EMAIL_VERIFIED="Its owner proved to read mail at its address.",
    PROFILE_UPDATED="Its profile was changed.",
    PASSWORD_CHANGED="Its owner was logged in and set a new password.",
    PASSWORD_RESET="A new password was set with a mailed token.",
    ROLES_SET="Its roles were replaced.",
    TOTP_ENABLED="Two-factor login was turned on.",
    TOTP_DISABLED="Two-factor login was turned off.",
    RECOVERY_CODE_USED="A recovery code was used instead of the app's code.",
    LOGGED_IN="A session was opened.",
    LOGGED_OUT="A session was ended by its own user.",
    SESSION_REVOKED="One of its sessions was ended, from another session.",
    SESSIONS_REVOKED="Several of its sessions were ended at once.",
    DATA_EXPORTED="Its owner exported all stored data.",
    DELETED="It was deleted.",
)
