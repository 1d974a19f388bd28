"""Accounts as documents, with the fields that are derived from others to find them by."""

from shared.auth.viewer import Role
from shared.storage.mongo import Document
from subgraphs.account.domain.accounts import Account, Gender, Language, Profile, email_key
from subgraphs.account.domain.searching import search_text

DERIVATION = 3
"""Which rules the derived fields follow: a change of the rules needs the next number."""


def derived_fields(account: Account) -> Document:
    """Return the fields that are derived from the account's others."""
    return {
        "emailKey": email_key(account.email),
        "searchText": search_text(account.email, account.profile),
        "derivation": DERIVATION,
    }


def to_document(account: Account) -> Document:
    """Return the account as it is stored."""
    profile = account.profile
    document: Document = {
        "_id": account.id,
        "email": account.email,
        "emailVerified": account.email_verified,
        "passwordHash": account.password_hash,
        "firstName": profile.first_name,
        "lastName": profile.last_name,
        "gender": profile.gender,
        "language": profile.language,
        "avatarUrl": profile.avatar_url,
        "roles": sorted(account.roles),
        "totpEnabled": account.totp_enabled,
        "securityVersion": account.security_version,
        "createdAt": account.created_at,
        "updatedAt": account.updated_at,
    }
    if profile.phone:
        document["phone"] = profile.phone
    return document | derived_fields(account)


def to_account(document: Document) -> Account:
    """Return a stored account."""
    return Account(
        id=document["_id"],
        email=document["email"],
        email_verified=document["emailVerified"],
        password_hash=document["passwordHash"],
        profile=Profile(
            first_name=document["firstName"],
            last_name=document["lastName"],
            phone=document.get("phone"),
            gender=Gender(document["gender"]),
            language=Language(document["language"]),
            avatar_url=document["avatarUrl"],
        ),
        roles=frozenset(Role(role) for role in document["roles"]),
        totp_enabled=document["totpEnabled"],
        security_version=document["securityVersion"],
        created_at=document["createdAt"],
        updated_at=document["updatedAt"],
    )
