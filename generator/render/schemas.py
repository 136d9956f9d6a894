"""`data/schema/`: the JSON Schemas of what people write, for editors and programs."""

from __future__ import annotations

from generator.check.schema.json_policy import policy_schema
from generator.check.schema.json_schema import record_schema, review_schema
from generator.check.schema.json_values import as_text
from generator.model.policy import Policy

FOLDER = "data/schema"


def schemas(policy: Policy) -> dict[str, bytes]:
    """Return uri -> bytes: `record.schema.json` (with the policy's names), `policy.…` and `review.…`."""
    made = {"record": record_schema(policy), "policy": policy_schema(), "review": review_schema()}
    return {f"{FOLDER}/{name}.schema.json": as_text(schema).encode() for name, schema in made.items()}
