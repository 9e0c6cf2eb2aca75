"""The shop's carrier, in place of the service `shipping`: books a shipment, and cancels it."""

import hashlib
import json
import os
import re
import sys

from barrier import BusinessFailure
from participant import Participant, open_database

SHIPMENTS = """
CREATE TABLE IF NOT EXISTS shipment (
  id INTEGER PRIMARY KEY, order_id TEXT NOT NULL, address TEXT NOT NULL, cancelled INTEGER NOT NULL DEFAULT 0)"""
BROKEN = float(os.environ.get("SHOP_TECHNICAL_FAILURE_RATE") or 0)


def book(db, command):
    order, address = command.input["orderId"], command.input["address"]
    if re.search(r"\bp\.?\s?o\.?\s+box\b", address, re.IGNORECASE):
        raise BusinessFailure("address-rejected", "the carrier does not serve PO boxes")
    booked = db.execute("INSERT INTO shipment (order_id, address) VALUES (?, ?)", (order, address))
    break_some(command)
    return {"shipmentId": f"shipment-{booked.lastrowid}"}


def cancel(db, command):
    db.execute("UPDATE shipment SET cancelled = 1 WHERE order_id = ?", (command.input["orderId"],))
    break_some(command)


def break_some(command):
    """For tests: a fraction of the commands breaks when its work is done, the worst moment there is."""
    if int(hashlib.sha256(command.id.encode()).hexdigest()[:8], 16) / 2**32 < BROKEN:
        raise RuntimeError("broken on purpose by SHOP_TECHNICAL_FAILURE_RATE")


if __name__ == "__main__":
    database = open_database(os.environ.get("DATABASE_FILE", "shipping.db"), SHIPMENTS)
    if sys.argv[1:] == ["books"]:
        print(json.dumps(database.execute("SELECT order_id, cancelled FROM shipment").fetchall()))
        sys.exit()
    Participant("shipping", database, {"shipping.book": book, "shipping.cancel": cancel}).run()
