"""What makes an effect happen once: the three rules of docs/contract.md, kept in SQLite."""

import json
import re
import sqlite3

SCHEMA = """
CREATE TABLE IF NOT EXISTS saga_step (
  saga TEXT, step TEXT, direction TEXT, attempt INTEGER NOT NULL, reply TEXT NOT NULL,
  PRIMARY KEY (saga, step, direction));
CREATE TABLE IF NOT EXISTS saga_outbox (
  id INTEGER PRIMARY KEY, topic TEXT NOT NULL, key TEXT NOT NULL, headers TEXT NOT NULL, value BLOB NOT NULL)"""


class BusinessFailure(Exception):
    """Raised by a handler that refuses its command: final, and nothing of it stays."""

    def __init__(self, code, text):
        super().__init__(text)
        self.code = code


def technical_failure(code, text):
    return {"technicalFailure": {"code": code, "message": str(text)}}


def settle(db, command, handlers):
    """What to answer: by the rules, or by the work of the handler. Part of the caller's transaction."""
    if command.input is None:
        return technical_failure("malformed-command", 'the value is no {"input": {...}} in the form of its content-type')
    query = re.fullmatch(r"(.+)\.status\[(\d+)]", command.step)
    if query and command.direction == "do" and command.name.endswith(".status"):
        return {"output": became(record_of(db, command.saga, query[1]), int(query[2]))}
    step = (command.saga, command.step)
    record = record_of(db, *step)
    attempt, earlier = record.get(command.direction, (0, {}))
    if command.direction == "do" and has_succeeded(record, "undo"):
        return technical_failure("step-already-compensated", "its compensation came first, so it takes no effect")
    if has_succeeded(record, command.direction) or command.attempt <= attempt:
        return earlier
    is_nothing_to_undo = command.direction == "undo" and not has_succeeded(record, "do")
    reply = {"output": {}} if is_nothing_to_undo else work(db, command, handlers)
    settled = (*step, command.direction, command.attempt, json.dumps(reply))
    db.execute("INSERT OR REPLACE INTO saga_step VALUES (?, ?, ?, ?, ?)", settled)
    return reply


def record_of(db, saga, step):
    rows = db.execute("SELECT direction, attempt, reply FROM saga_step WHERE saga = ? AND step = ?", (saga, step))
    return {direction: (attempt, json.loads(reply)) for direction, attempt, reply in rows}


def became(record, asked_about):
    """What became of a step, or of an attempt at it: the answer to a status query."""
    attempt, reply = record.get("do", (0, {}))
    if has_succeeded(record, "undo"):
        return {"outcome": "never"}
    if "output" in reply:
        return {"outcome": "done", "output": reply["output"]}
    if "businessFailure" in reply and attempt >= asked_about:
        return {"outcome": "never", "failure": reply["businessFailure"]}
    return {"outcome": "not-done"}


def has_succeeded(record, direction):
    return "output" in record.get(direction, (0, {}))[1]


def work(db, command, handlers):
    """Lets the handler do it. What it did is taken back if it fails; the failure is an answer all the same."""
    if command.name not in handlers:
        return technical_failure("unknown-command", f"no handler for {command.name}; there is {', '.join(handlers)}")
    db.execute("SAVEPOINT work")
    try:
        return {"output": handlers[command.name](db, command) or {}}
    except sqlite3.OperationalError:
        raise  # the database is the trouble, not the command: it has to come again
    except BusinessFailure as refusal:
        db.execute("ROLLBACK TO work")
        return {"businessFailure": {"code": refusal.code, "message": str(refusal)}}
    except Exception as error:
        db.execute("ROLLBACK TO work")
        return technical_failure("unexpected-error", error)
