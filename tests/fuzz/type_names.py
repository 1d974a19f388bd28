"""Asks for the type of each object."""

from typing import Any

from graphql import (
    FieldNode,
    NameNode,
    OperationDefinitionNode,
    SelectionSetNode,
    Visitor,
    parse,
    print_ast,
    visit,
)

_TYPE_NAME = FieldNode(name=NameNode(value="__typename"))


class _NameTypes(Visitor):
    def leave_selection_set(self, node: SelectionSetNode, _key: Any, parent: Any, *_: Any) -> Any:
        if isinstance(parent, OperationDefinitionNode):
            return None
        return SelectionSetNode(selections=(*node.selections, _TYPE_NAME))


def with_type_names(query: str) -> str:
    """Return the operation with the type of each object, by which unions are told apart."""
    return print_ast(visit(parse(query), _NameTypes()))
