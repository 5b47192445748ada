"""The gateway against its own OpenAPI description: whatever fits it is answered as it says, whatever does not is refused as it says."""

import asyncio
from dataclasses import replace
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
)

from bot.gateway.app import create
from bot.settings import load
from tests.hardening.test_fuzz import INPUTS, FakeBot

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    unsupported_method,
]
PART = 0.01
"""Of the fuzzer's inputs, for each address."""


@pytest.fixture(scope="module")
def described(contacts_url: str) -> Any:
    asyncio.set_event_loop(asyncio.new_event_loop())
    many = dict.fromkeys(("messages_per_minute", "messages_per_minute_and_address", "messages_per_minute_in_all"), 10**9)
    return schemathesis.openapi.from_asgi("/api/openapi.json", create(replace(load({"DATABASE_URL": contacts_url}), **many), FakeBot()))  # type: ignore[arg-type]


schema = schemathesis.pytest.from_fixture("described")


@schema.parametrize()
@settings(max_examples=max(5, int(INPUTS * PART)), deadline=None, database=None, suppress_health_check=list(HealthCheck))
def test_every_address_keeps_to_its_description(case: Any) -> None:
    response = case.call()
    if response.status_code == 503:  # the fake bot fails now and then, and that is described
        case.validate_response(response, checks=[check for check in CHECKS if check is not not_a_server_error])
    else:
        case.validate_response(response, checks=CHECKS)
