"""What other programs read: the same records and figures in every form of `data/`."""

from __future__ import annotations

import json

from generator.measure.behaviour_document import behaviour_document
from generator.measure.counts_document import counts_part
from generator.measure.flat import flat_json, kpis_csv
from generator.measure.prometheus import metrics
from generator.measure.undone import undone
from generator.render.casebook import Casebook
from generator.render.data import incidents_json
from generator.render.incidents_csv import incidents_csv


def data_files(book: Casebook) -> dict[str, bytes]:
    """Return the files by uri; the schemas are not among them."""
    tasks = undone(book.incidents, book.inputs.reviews, book.today)
    counts = counts_part(book.inputs.counts) if book.inputs.counts else None
    behaviour = behaviour_document(book.table, counts=counts)
    return {
        "data/behaviour.json": (json.dumps(behaviour, ensure_ascii=False) + "\n").encode(),
        "data/incidents.csv": incidents_csv(book),
        "data/incidents.json": incidents_json(book),
        "data/kpis.csv": kpis_csv(book.table),
        "data/kpis.json": book.inputs.kpis_json,
        "data/kpis-flat.json": flat_json(book.table),
        "data/metrics.prom": metrics(book.table, tasks),
    }
