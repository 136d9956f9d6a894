"""What other programs read: the same records and figures in every form of `data/`."""

from __future__ import annotations

import json

from generator.measure.behaviour_document import behaviour_document
from generator.measure.counts_document import counts_part
from generator.measure.durations_document import durations_part
from generator.measure.flat import flat_json, kpis_csv
from generator.measure.ledger import quality_json
from generator.measure.load_document import load_files
from generator.measure.prometheus import metrics
from generator.measure.promises_document import promises_csv, promises_files
from generator.measure.undone import undone
from generator.render.casebook import Casebook
from generator.render.data import LIMIT, incident_files
from generator.render.explorer import explorer_files
from generator.render.incidents_csv import incidents_csv


def data_files(book: Casebook) -> dict[str, bytes]:
    """Return the files by uri; the schemas are not among them."""
    tasks = undone(book.incidents, book.inputs.reviews, book.today)
    locks = {f"data/reviews/{month}.lock.json": content for month, content in book.inputs.locks.items()}
    counts = counts_part(book.inputs.counts) if book.inputs.counts else None
    behaviour = behaviour_document(book.table, durations=durations_part(book.inputs.behaviour), counts=counts)
    return (
        locks
        | incident_files(book)
        | promises_files(book.inputs.kept, book.policy, book.table.as_of, book.table.zone, LIMIT)
        | explorer_files(book)
        | load_files(book.inputs.load, book.table.zone, book.service_slugs, LIMIT)
        | {
            "data/behaviour.json": (json.dumps(behaviour, ensure_ascii=False) + "\n").encode(),
            "data/incidents.csv": incidents_csv(book),
            "data/kpis.csv": kpis_csv(book.table),
            "data/kpis.json": book.inputs.kpis_json,
            "data/kpis-flat.json": flat_json(book.table),
            "data/metrics.prom": metrics(book.table, tasks),
            "data/promises.csv": promises_csv(book.inputs.kept),
            "data/quality.json": quality_json(book.table, book.ledger),
        }
    )
