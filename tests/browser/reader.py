"""Reads a page as a screen reader does: its accessibility tree, and nothing that only eyes see."""

import asyncio
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Self

from playwright.async_api import CDPSession, Page

from tests.browser.conftest import PATIENCE

_SAID_BY_ITS_CONTENT = {
    *("RootWebArea", "generic", "none", "paragraph", "strong", "emphasis", "listitem", "list"),
    *("LabelText", "legend", "Legend", "superscript", "timer"),
}
"""Roles that are not said themselves."""
_SAID_BY_ITS_NAME = {
    *("button", "link", "radio", "checkbox", "image", "heading", "combobox", "textbox"),
    *("searchbox", "LabelText", "Legend"),
}
"""Roles whose text inside is not said again: it is their name, or that of their control."""
_STATES: dict[str, dict[Any, str]] = {
    "pressed": {"true": "pressed", "false": "not pressed"},
    "checked": {"true": "checked", "false": "not checked"},
    "disabled": {True: "unavailable"},
    "required": {True: "required"},
    "invalid": {"true": "invalid"},
}

Node = dict[str, Any]


@dataclass(frozen=True)
class Item:
    """One thing that is said, and the element that it is said of."""

    words: str
    element: int
    has_focus: bool


class Reader:
    """A reading place in a page: it goes on to what is said next, and acts on what was said.

    Reading begins at the element with the focus, as after a change of page.
    """

    def __init__(self, page: Page, session: CDPSession) -> None:
        self._page = page
        self._session = session
        self._place: int | None = None
        self._announced_before: set[str] = set()

    @classmethod
    async def of(cls, page: Page) -> Self:
        """Return a reader of this page's accessibility tree."""
        session = await page.context.new_cdp_session(page)
        reader = cls(page, session)
        await reader._ask("Accessibility.enable", {})
        return reader

    async def read_to(self, words: str, *, back: bool = False) -> str:
        """Go on, or back, to what is said in these words, a pattern; return all that was said.

        AssertionError when it is not said in time.
        """
        deadline = time.monotonic() + PATIENCE / 1000
        while True:
            said: list[str] = []
            for item in await self._ahead(back):
                said.append(item.words)
                if re.fullmatch(words, item.words):
                    self._place = item.element
                    return "\n".join(said)
            assert time.monotonic() < deadline, f"nobody says {words!r}, but: {said}"
            await asyncio.sleep(0.1)

    async def here(self) -> str:
        """Return what is said of the present place now."""
        return next((item.words for item in await self._items() if item.element == self._place), "")

    async def title(self) -> str:
        """Return what is said first of a page."""
        root = next(iter((await self._nodes()).values()))
        return root["name"]["value"]

    async def act(self) -> None:
        """Do what the present place is for: follow a link, press a button, check a choice."""
        self._announced_before = set(await self._announcements())
        await self._call("function () { this.focus(); this.click(); }")

    async def write(self, text: str) -> None:
        """Write over what is in the field at this place; of a list, choose what begins so."""
        await self._call("function () { this.focus(); this.select?.(); }")
        await self._page.keyboard.type(text)

    async def hears(self, words: str) -> None:
        """Wait until this, a pattern, is announced after the last act, wherever the place is."""
        deadline = time.monotonic() + PATIENCE / 1000
        while True:
            fresh = [
                each for each in await self._announcements() if each not in self._announced_before
            ]
            if any(re.search(words, each) for each in fresh):
                return
            assert time.monotonic() < deadline, f"{words!r} is not announced, but: {fresh}"
            await asyncio.sleep(0.1)

    async def _ahead(self, back: bool) -> list[Item]:
        items = await self._items()
        places = [number for number, item in enumerate(items) if item.element == self._place]
        focused = [number for number, item in enumerate(items) if item.has_focus]
        start = [*places, *focused, 0][0]
        return items[start::-1] if back else items[start:]

    async def _items(self) -> list[Item]:
        nodes = await self._nodes()
        return list(_said(next(iter(nodes.values())), nodes))

    async def _announcements(self) -> list[str]:
        """Return the text of each live region."""
        nodes = await self._nodes()
        live = [
            node
            for node in nodes.values()
            if _properties(node).get("live") in ("polite", "assertive")
        ]
        return [" ".join(item.words for item in _said(node, nodes)) for node in live]

    async def _nodes(self) -> dict[str, Node]:
        answer = await self._ask("Accessibility.getFullAXTree", {})
        return {node["nodeId"]: node for node in answer["nodes"]}

    async def _call(self, function: str) -> None:
        assert self._place is not None, "nothing was read yet"
        found = await self._ask("DOM.resolveNode", {"backendNodeId": self._place})
        call = {"objectId": found["object"]["objectId"], "functionDeclaration": function}
        await self._ask("Runtime.callFunctionOn", call)

    async def _ask(self, method: str, parameters: Node) -> Node:
        session: Any = self._session
        return await session.send(method, parameters)


def _said(node: Node, nodes: dict[str, Node], is_named: bool = False) -> Iterator[Item]:
    """Yield what is said of a node and all below it, in reading order."""
    role = node.get("role", {}).get("value", "")
    if not node["ignored"]:
        words = _words(node, role)
        if words and not (is_named and role == "StaticText"):
            yield Item(words, node.get("backendDOMNodeId", 0), "focused" in _properties(node))
        is_named = is_named or role in _SAID_BY_ITS_NAME
    if role == "combobox":
        return
    for child in node.get("childIds", []):
        if child in nodes:
            yield from _said(nodes[child], nodes, is_named)


def _words(node: Node, role: str) -> str:
    name = node.get("name", {}).get("value", "").strip()
    if role == "StaticText":
        return name
    if role in _SAID_BY_ITS_CONTENT or role in ("", "InlineTextBox"):
        return ""
    properties = _properties(node)
    facts = [name, role]
    if role == "heading":
        facts.append(f"level {properties['level']}")
    facts += [states.get(properties.get(key), "") for key, states in _STATES.items()]
    facts.append(str(node.get("value", {}).get("value", "")))
    facts.append(node.get("description", {}).get("value", ""))
    return ", ".join(fact for fact in facts if fact)


def _properties(node: Node) -> Node:
    return {each["name"]: each["value"].get("value") for each in node.get("properties", [])}
