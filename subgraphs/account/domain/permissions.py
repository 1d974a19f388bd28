"""Who may see and end what: asked by the API and the use cases alike."""

from shared.auth.viewer import Role, Viewer
from subgraphs.account.domain.sessions import Session


def may_see_account(viewer: Viewer | None, account_id: str) -> bool:
    """Tell whether the viewer owns the account or is an administrator."""
    return viewer is not None and viewer.is_or_has(account_id, Role.ADMIN)


def may_end_session(viewer: Viewer, session: Session) -> bool:
    """Tell whether the session is one of the viewer's, or the viewer is an administrator."""
    return viewer.is_or_has(session.account_id, Role.ADMIN)
