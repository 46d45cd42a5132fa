"""The API's description is complete, and the committed one is the one that is served.

`./samspil manage spectacular --format openapi-json --file docs/openapi.json` writes it again.
"""

import json
from pathlib import Path

from django.core.management import call_command
from drf_spectacular.drainage import GENERATOR_STATS
from drf_spectacular.generators import SchemaGenerator

COMMITTED = Path(__file__).resolve().parents[2] / "docs" / "openapi.json"


def test_the_schema_is_generated_without_a_warning():
    GENERATOR_STATS.reset()

    SchemaGenerator().get_schema(request=None, public=True)

    assert not GENERATOR_STATS


def test_the_committed_schema_is_the_one_that_is_served(tmp_path):
    fresh = tmp_path / "openapi.json"

    call_command("spectacular", format="openapi-json", file=str(fresh))

    assert json.loads(fresh.read_text()) == json.loads(COMMITTED.read_text())


def test_the_schema_speaks_openapi_3_1_and_asks_for_scopes():
    schema = json.loads(COMMITTED.read_text())
    take = schema["paths"]["/api/v1/acute/requests/{uuid}/take"]["post"]

    assert schema["openapi"].startswith("3.1")
    assert {"oauth2": ["acute:write"]} in take["security"]
