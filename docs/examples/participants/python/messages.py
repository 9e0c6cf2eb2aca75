"""The messages of docs/contract.md: CloudEvents in Kafka's headers, values in JSON or Protobuf."""

import base64
import json
import re
import uuid
from dataclasses import dataclass
from datetime import datetime, timezone

from google.protobuf import json_format, message as protobuf
from saga.v1 import command_pb2, reply_pb2

PROTOBUF = "application/protobuf"
# The headers without which nobody knows which saga asks for what.
ADDRESS = {
    "ce_specversion": r"1\.0",
    "ce_id": r"[^\x00-\x1f]+",
    "ce_source": r"[^\x00-\x1f]+",
    "ce_type": r"[a-z][a-z0-9-]*(\.[a-z][a-z0-9-]*)+",
    "ce_sagaid": r"[A-Za-z0-9._:@/-]{1,200}",
    "ce_sagastep": r"[^\s:]{1,200}",
    "ce_sagaattempt": r"[1-9]\d{0,9}",
    "ce_sagadirection": r"do|undo",
}


@dataclass
class Command:
    headers: dict
    id: str
    name: str
    saga: str
    step: str
    attempt: int
    direction: str
    input: dict | None  # None if the value can't be read: the saga is told so


class Unaddressed(Exception):
    """Raised for a message that does not say which saga asks for what; `header` is the one at fault."""

    def __init__(self, headers, header):
        super().__init__(f"{header} is missing or invalid")
        self.headers, self.header = headers, header


def read_command(message):
    headers = {name: (value or b"").decode(errors="replace") for name, value in message.headers() or []}
    for name, form in ADDRESS.items():
        if not re.fullmatch(form, headers.get(name, "")):
            raise Unaddressed(headers, name)
    _, id, _, name, saga, step, attempt, direction = (headers[name] for name in ADDRESS)
    return Command(headers, id, name, saga, step, int(attempt), direction, read_input(headers, message.value()))


def read_input(headers, value):
    try:
        if headers.get("content-type", "").startswith(PROTOBUF):
            body = json_format.MessageToDict(command_pb2.Command.FromString(value))
        else:
            body = json.loads(value)
        return body["input"] if isinstance(body["input"], dict) else None
    except (ValueError, TypeError, KeyError, RecursionError, json_format.Error, protobuf.DecodeError):
        return None


def reply_to(command, source, body):
    """A reply in the form of its command. Its id follows from the command's, so that a repetition is known as one."""
    headers = attributes(f"{command.id}:reply", source, "saga.reply")
    for name in ("ce_sagaid", "ce_sagastep", "ce_sagaattempt", "ce_sagadirection"):
        headers[name] = command.headers[name]
    headers["ce_causationid"] = command.id
    if not command.headers.get("content-type", "").startswith(PROTOBUF):
        return "saga.reply", command.saga, headers, json.dumps(body).encode()
    headers["content-type"] = PROTOBUF
    return "saga.reply", command.saga, headers, json_format.ParseDict(body, reply_pb2.Reply()).SerializeToString()


def dead_letter(message, fault, source, group):
    """The message, whole, with what is wrong with it."""
    code = "invalid-header" if fault.header in fault.headers else "missing-header"
    original = {
        "topic": message.topic(),
        "partition": message.partition(),
        "offset": str(message.offset()),
        "timestamp": str(message.timestamp()[1]),
        "headers": fault.headers,
        "value": base64.b64encode(message.value() or b"").decode(),
    }
    if message.key() is not None:
        original["key"] = message.key().decode(errors="replace")
    cause = {"code": code, "message": str(fault), "field": fault.header}
    headers = attributes(str(uuid.uuid4()), source, "saga.dead-letter")
    letter = {"cause": cause, "original": original, "consumerGroup": group}
    return "saga.dead-letter", original.get("key") or headers["ce_id"], headers, json.dumps(letter).encode()


def attributes(message_id, source, message_type):
    return {
        "ce_specversion": "1.0",
        "ce_id": message_id,
        "ce_source": source,
        "ce_type": message_type,
        "ce_time": datetime.now(timezone.utc).isoformat(),
        "content-type": "application/json",
    }
