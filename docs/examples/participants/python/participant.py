"""A participant of sagas: takes commands from Kafka through the barrier, and publishes what comes of them."""

import json
import os
import signal
import sqlite3

from barrier import SCHEMA, settle
from confluent_kafka import Consumer, KafkaException, Producer
from confluent_kafka.admin import AdminClient, NewTopic
from messages import Unaddressed, dead_letter, read_command, reply_to
from opentelemetry import trace
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

W3C = TraceContextTextMapPropagator()


def open_database(path, schema):
    """All transactions are written out, with BEGIN IMMEDIATE: whoever is in one is alone with the database."""
    db = sqlite3.connect(path, isolation_level=None, timeout=30)
    db.executescript(f"{SCHEMA}; {schema}")
    return db


class Participant:
    """Does the commands of the topic `saga.command.<name>`; `handlers` take the database and a command each."""

    def __init__(self, name, db, handlers):
        self.name, self.db, self.handlers = name, db, handlers
        self.prefix = os.environ.get("TOPIC_PREFIX", "")
        self.topic = f"{self.prefix}saga.command.{name}"
        self.group = f"{self.prefix}saga-participant-{name}"
        brokers = {"bootstrap.servers": os.environ["KAFKA_BROKERS"]}
        self.producer = Producer(brokers | {"partitioner": "murmur2_random", "enable.idempotence": True})
        # A process that dies gives its partitions to others after ten seconds.
        membership = {"group.id": self.group, "session.timeout.ms": 10_000}
        reading = {"auto.offset.reset": "earliest", "enable.auto.commit": False}
        self.consumer = Consumer(brokers | membership | reading)
        # A topic that is made later would be noticed after minutes only. One that is there stays as it is.
        admin = AdminClient(brokers)  # by a name: a client that nobody holds gives up what it was asked
        admin.create_topics([NewTopic(self.topic, 8)])[self.topic].exception()
        self.traces = TracerProvider(resource=Resource.create({"service.name": f"shop-{name}"}))
        if "OTEL_EXPORTER_OTLP_ENDPOINT" in os.environ:
            self.traces.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
        self.tracer = self.traces.get_tracer(name)
        self.is_stopping = False

    def run(self):
        """Handles commands one by one, so those of a saga in their order, until SIGTERM or SIGINT."""
        for signum in (signal.SIGTERM, signal.SIGINT):
            signal.signal(signum, self.stop)
        self.publish()  # what a process left behind that died before it could
        self.consumer.subscribe([self.topic])
        while not self.is_stopping:
            messages = [message for message in self.consumer.consume(100, 0.1) if not message.error()]
            for message in messages:
                self.handle(message)
            self.publish()
            if messages:
                self.commit()
        self.consumer.close()
        self.traces.shutdown()

    def stop(self, *_):
        self.is_stopping = True

    def handle(self, message):
        """The work, the record and the reply are one transaction."""
        try:
            command = read_command(message)
        except Unaddressed as fault:
            return self.put(dead_letter(message, fault, self.name, self.group))
        parent = W3C.extract(command.headers)
        with self.tracer.start_as_current_span(f"process {self.topic}", parent, trace.SpanKind.CONSUMER), self.db:
            self.db.execute("BEGIN IMMEDIATE")
            reply = reply_to(command, self.name, settle(self.db, command, self.handlers))
            W3C.inject(reply[2])
            self.put(reply)

    def put(self, message):
        topic, key, headers, value = message
        row = (self.prefix + topic, key, json.dumps(headers), value)
        self.db.execute("INSERT INTO saga_outbox (topic, key, headers, value) VALUES (?, ?, ?, ?)", row)

    def publish(self):
        """Empties the outbox. If the broker does not take all of it, this process ends, and the next one tries again."""
        rows = self.db.execute("SELECT id, topic, key, headers, value FROM saga_outbox ORDER BY id").fetchall()
        errors = []
        for _, topic, key, headers, value in rows:
            self.producer.produce(
                topic, value, key, headers=json.loads(headers), on_delivery=lambda error, _: errors.append(error)
            )
        self.producer.flush()
        if any(errors):
            raise KafkaException(next(filter(None, errors)))
        self.db.executemany("DELETE FROM saga_outbox WHERE id = ?", [row[:1] for row in rows])

    def commit(self):
        try:
            self.consumer.commit(asynchronous=False)
        except KafkaException as error:  # the group is changing: these commands come again, as repetitions
            print(f"{self.name}: {error}", flush=True)
