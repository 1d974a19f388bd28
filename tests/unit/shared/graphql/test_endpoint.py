"""GraphQL over HTTP: what is refused in which words, and what an answer looks like."""

import gzip
from collections.abc import AsyncIterator

import httpx
import pytest

from shared.graphql.endpoint import MAX_ANSWER_BYTES
from shared.graphql.http_requests import MAX_BODY_BYTES
from tests.unit.shared.graphql.toy_endpoint import GRAPHQL_RESPONSE, PATH, TOO_LARGE, body, new_app


@pytest.fixture
async def client() -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(new_app())
    headers = {"content-type": "application/json"}
    async with httpx.AsyncClient(
        transport=transport, base_url="http://things", headers=headers
    ) as client:
        yield client


@pytest.mark.parametrize(
    ("content", "headers", "status", "code", "said"),
    [
        (body(), {"content-type": "text/plain"}, 415, "UNSUPPORTED_MEDIA_TYPE", "application/json"),
        (
            body(),
            {"content-type": "application/json; charset=latin1"},
            415,
            "UNSUPPORTED_MEDIA_TYPE",
            "UTF-8",
        ),
        (
            gzip.compress(body(), mtime=0),
            {"content-encoding": "gzip"},
            415,
            "UNSUPPORTED_MEDIA_TYPE",
            "without compression",
        ),
        (gzip.compress(body(), mtime=0), {}, 400, "BAD_REQUEST", "compressed"),
        (b"\xef\xbb\xbf" + body(), {}, 400, "BAD_REQUEST", "byte order mark"),
        (body().decode().encode("utf-16"), {}, 400, "BAD_REQUEST", "byte order mark"),
        (b'{"query": "{ name } # Jos\xe9"}', {}, 400, "BAD_REQUEST", "not valid UTF-8"),
        (b"{", {}, 400, "BAD_REQUEST", "not valid JSON"),
        (b"", {}, 400, "BAD_REQUEST", "not valid JSON"),
        (b"[" * 100_000, {}, 400, "BAD_REQUEST", "not valid JSON"),
        (b'{"query": "{ name }", "variables": {"a": NaN}}', {}, 400, "BAD_REQUEST", "JSON"),
        (b"null", {}, 400, "BAD_REQUEST", "JSON object"),
        (b"[" + body() + b"]", {}, 400, "BAD_REQUEST", "no batches"),
        (b"{}", {}, 400, "BAD_REQUEST", "`query`"),
        (b'{"query": 1}', {}, 400, "BAD_REQUEST", "`query`"),
        (body("  "), {}, 400, "BAD_REQUEST", "`query`"),
        (body(variables=[]), {}, 400, "BAD_REQUEST", "`variables`"),
        (body(extensions=[]), {}, 400, "BAD_REQUEST", "`extensions`"),
        (body(operationName=1), {}, 400, "BAD_REQUEST", "`operationName`"),
        (body(operationName="Else"), {}, 400, "OPERATION_RESOLUTION_FAILURE", "Else"),
        (b" " * (MAX_BODY_BYTES + 1), {}, 413, "REQUEST_TOO_LARGE", "larger than"),
    ],
)
async def test_what_is_not_a_graphql_request_is_refused(
    client: httpx.AsyncClient,
    content: bytes,
    headers: dict[str, str],
    status: int,
    code: str,
    said: str,
) -> None:
    answer = await client.post(PATH, content=content, headers=headers)
    assert answer.status_code == status
    assert answer.json().keys() == {"errors"}
    [error] = answer.json()["errors"]
    assert error["extensions"] == {"code": code}
    assert said in error["message"]


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "PATCH", "DELETE"])
async def test_other_methods_are_not_allowed(client: httpx.AsyncClient, method: str) -> None:
    answer = await client.request(method, PATH)
    assert (answer.status_code, answer.headers["allow"]) == (405, "OPTIONS, POST")


async def test_options_names_the_methods(client: httpx.AsyncClient) -> None:
    answer = await client.options(PATH)
    assert (answer.status_code, answer.headers["allow"]) == (204, "OPTIONS, POST")


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        (None, "application/json"),
        ("*/*", "application/json"),
        ("text/html", "application/json"),
        ("application/json", "application/json"),
        (GRAPHQL_RESPONSE, GRAPHQL_RESPONSE),
        (f"{GRAPHQL_RESPONSE}, application/json", GRAPHQL_RESPONSE),
        (f"application/json, {GRAPHQL_RESPONSE}", "application/json"),
        (f"application/json;q=0.5, {GRAPHQL_RESPONSE}", GRAPHQL_RESPONSE),
        (f"{GRAPHQL_RESPONSE};q=0", "application/json"),
        (f"{GRAPHQL_RESPONSE};q=x, application/json;q=0.1", "application/json"),
    ],
)
async def test_the_answer_has_the_media_type_that_the_client_prefers(
    client: httpx.AsyncClient, accept: str | None, media_type: str
) -> None:
    headers = {} if accept is None else {"accept": accept}
    answer = await client.post(PATH, content=body(), headers=headers)
    assert answer.headers["content-type"] == f"{media_type}; charset=utf-8"
    assert answer.json() == {"data": {"name": "A"}, "extensions": {"cost": 1}}


@pytest.mark.parametrize(("accept", "status"), [(GRAPHQL_RESPONSE, 400), ("application/json", 200)])
@pytest.mark.parametrize(
    ("query", "variables", "code"),
    [
        ("{ name", {}, "GRAPHQL_PARSE_FAILED"),
        ("{ nothing }", {}, "GRAPHQL_VALIDATION_FAILED"),
        ("query($n: Int!) { double(number: $n) }", {"n": "x"}, "BAD_USER_INPUT"),
        ("query($n: Int!) { double(number: $n) }", {"n": "\ud800"}, "BAD_USER_INPUT"),
    ],
)
async def test_a_request_error_has_a_code_and_no_data(
    client: httpx.AsyncClient,
    query: str,
    variables: dict[str, object],
    code: str,
    accept: str,
    status: int,
) -> None:
    answer = await client.post(
        PATH, content=body(query, variables=variables), headers={"accept": accept}
    )
    assert answer.status_code == status
    assert "data" not in answer.json()
    [error] = answer.json()["errors"]
    assert error["extensions"] == {"code": code}


@pytest.mark.parametrize(("field", "data"), [("broken", {"broken": None}), ("needed", None)])
async def test_a_field_error_keeps_data(
    client: httpx.AsyncClient, field: str, data: object
) -> None:
    answer = await client.post(
        PATH, content=body(f"{{ {field} }}"), headers={"accept": GRAPHQL_RESPONSE}
    )
    assert (answer.status_code, answer.json()["data"]) == (200, data)


async def test_a_number_that_does_not_fit_its_type_is_a_fault(client: httpx.AsyncClient) -> None:
    answer = await client.post(PATH, content=body("{ double(number: 2000000000) }"))
    assert answer.json()["data"] is None
    [error] = answer.json()["errors"]
    assert error["message"] == "Internal server error"
    assert error["extensions"]["code"] == "INTERNAL_SERVER_ERROR"


async def test_a_persisted_query_is_said_to_be_unknown_here(client: httpx.AsyncClient) -> None:
    extensions = {"persistedQuery": {"version": 1, "sha256Hash": "0" * 64}}
    answer = await client.post(PATH, json={"extensions": extensions})
    [error] = answer.json()["errors"]
    assert error["message"] == "PersistedQueryNotSupported"
    assert error["extensions"]["code"] == "PERSISTED_QUERY_NOT_SUPPORTED"


@pytest.mark.parametrize("accept", ["application/json", GRAPHQL_RESPONSE])
async def test_an_answer_above_the_largest_is_refused(
    client: httpx.AsyncClient, accept: str
) -> None:
    around = len('{"data":{"long":""},"extensions":{"cost":1}}')
    headers = {"accept": accept}
    query = f"{{ long(length: {MAX_ANSWER_BYTES - around}) }}"
    largest = await client.post(PATH, content=body(query), headers=headers)
    assert len(largest.content) == MAX_ANSWER_BYTES
    query = f"{{ long(length: {MAX_ANSWER_BYTES - around + 1}) }}"
    refused = await client.post(PATH, content=body(query), headers=headers)
    assert (refused.status_code, refused.json()["data"]) == (200, None)
    [error] = refused.json()["errors"]
    assert error["extensions"] == TOO_LARGE


async def test_the_cookie_of_a_login_is_set_although_its_answer_is_too_large(
    client: httpx.AsyncClient,
) -> None:
    answer = await client.post(PATH, content=body("mutation { logIn }"))
    assert answer.json()["errors"][0]["extensions"] == TOO_LARGE
    assert answer.cookies["session"] == "new"
