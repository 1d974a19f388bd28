"""Permission classes answer UNAUTHENTICATED or FORBIDDEN to viewers without the right."""

from typing import cast

import pytest
import strawberry

from shared.auth.sessions import SessionStore
from shared.auth.viewer import Role, Viewer
from shared.graphql.context import RequestContext
from shared.graphql.permissions import IsAdmin, IsLoggedIn, IsStaff
from shared.graphql.schema import SubgraphSchema, build_schema


@strawberry.type
class Query:
    @strawberry.field(permission_classes=[IsLoggedIn])
    def customers(self) -> str:
        return "OK"

    @strawberry.field(permission_classes=[IsStaff])
    def staff(self) -> str:
        return "OK"

    @strawberry.field(permission_classes=[IsAdmin])
    def admins(self) -> str:
        return "OK"


class Context(RequestContext):
    """A request of this viewer."""

    def __init__(self, viewer: Viewer | None) -> None:
        super().__init__(cast(SessionStore, None), "session")
        self._found = viewer

    async def viewer(self) -> Viewer | None:
        return self._found


@pytest.fixture(scope="module")
def schema() -> SubgraphSchema:
    return build_schema(query=Query)


@pytest.mark.parametrize(
    ("role", "customers", "staff", "admins"),
    [
        (None, "UNAUTHENTICATED", "UNAUTHENTICATED", "UNAUTHENTICATED"),
        (Role.CUSTOMER, "OK", "FORBIDDEN", "FORBIDDEN"),
        (Role.STAFF, "OK", "OK", "FORBIDDEN"),
        (Role.ADMIN, "OK", "OK", "OK"),
    ],
    ids=["nobody", "customer", "staff", "admin"],
)
async def test_a_field_is_open_to_its_roles_alone(
    schema: SubgraphSchema, role: Role | None, customers: str, staff: str, admins: str
) -> None:
    viewer = Viewer("acc_1", "ses_1", frozenset({role})) if role else None
    answers: dict[str, str] = {}
    for name in ("customers", "staff", "admins"):
        answer = await schema.execute(f"{{ {name} }}", context_value=Context(viewer))
        if answer.errors:
            answers[name] = (answer.errors[0].extensions or {})["code"]
        else:
            answers[name] = (answer.data or {})[name]
    assert answers == {"customers": customers, "staff": staff, "admins": admins}
