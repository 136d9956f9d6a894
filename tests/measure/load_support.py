"""Facts for tests of load and harm, from incidents made without a file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from zoneinfo import ZoneInfo

from generator.measure.contracts import contracts
from generator.measure.facts import facts_of
from generator.measure.frame import Table, frame
from generator.measure.load import load_of
from generator.measure.measure import measure
from generator.model.incident import Incident
from generator.model.load import Load
from generator.model.policy import Availability, Policy, Service
from tests.measure.made import POLICY

AS_OF = dt.datetime(2026, 4, 1, tzinfo=ZoneInfo("Asia/Tokyo"))
NEW_YORK = ZoneInfo("America/New_York")


def table_of(*incidents: Incident, as_of: dt.datetime = AS_OF, policy: Policy = POLICY) -> Table:
    """Return the facts frame of incidents."""
    return frame(facts_of(incidents, policy, contracts(policy), as_of))


def load(*incidents: Incident, as_of: dt.datetime = AS_OF, policy: Policy = POLICY) -> Load:
    """Return all that is told of incidents."""
    return load_of(measure(incidents, policy, as_of), policy)


def promising(promises: Mapping[str, Availability], policy: Policy = POLICY) -> Policy:
    """Return the policy with these promises."""
    return policy._replace(services={name: Service(name, {}, promise) for name, promise in promises.items()})


def in_zone(zone: ZoneInfo) -> Policy:
    """Return the default policy in another zone."""
    return POLICY._replace(zone=zone, business_hours=POLICY.business_hours._replace(zone=zone))
