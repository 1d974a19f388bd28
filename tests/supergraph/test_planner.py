"""The planner's special cases are answered completely or refused."""

from tests.supergraph.serving import RouterProcess


def test_introspection_beside_data_is_refused(toy_router: RouterProcess) -> None:
    """The planner alone would answer the schema, and null for the data."""
    [error] = toy_router.ask("{ __schema { queryType { name } } me }").json()["errors"]
    refused = "MIXED_INTROSPECTION" if toy_router.is_apollo else "INTROSPECTION_NOT_ALONE"
    assert error["extensions"]["code"] == refused


def test_an_operation_whose_fields_are_all_skipped_has_an_answer(toy_router: RouterProcess) -> None:
    answer = toy_router.ask("query($no: Boolean!) { me @skip(if: $no) }", {"no": True})
    assert answer.json()["data"] == {}
    assert "errors" not in answer.json()


def test_aliases_of_one_entity_get_separate_answers(toy_router: RouterProcess) -> None:
    answer = toy_router.ask(
        '{ a: person(id: "ada") { name articles } b: person(id: "bob") { id articles } }'
    )
    assert answer.json()["data"] == {
        "a": {"name": "Ada", "articles": ["All about ada"]},
        "b": {"id": "bob", "articles": ["All about bob"]},
    }
