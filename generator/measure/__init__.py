"""Incidents in, KPI tables out: the facts, the contracts, the statistics."""
