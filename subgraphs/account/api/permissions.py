"""Who may see an account."""

from shared.auth.viewer import Role, Viewer


def may_see_account(viewer: Viewer | None, account_id: str) -> bool:
    """Tell whether the viewer owns the account or is an administrator."""
    return viewer is not None and viewer.is_or_has(account_id, Role.ADMIN)
