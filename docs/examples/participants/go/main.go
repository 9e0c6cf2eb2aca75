// The shop's warehouse, in place of the service `inventory`: a participant of sagas as docs/contract.md has it, on bbolt,
// and with no library of this project.
package main

import (
	"cmp"
	"context"
	"encoding/json"
	"log"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"

	"github.com/twmb/franz-go/pkg/kadm"
	"github.com/twmb/franz-go/pkg/kgo"
	bolt "go.etcd.io/bbolt"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/exporters/otlp/otlptrace/otlptracehttp"
	"go.opentelemetry.io/otel/propagation"
	"go.opentelemetry.io/otel/sdk/resource"
	sdk "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/trace"
)

const name = "inventory"

var (
	prefix = os.Getenv("TOPIC_PREFIX")
	topic  = prefix + "saga.command." + name
	group  = prefix + "saga-participant-" + name
	w3c    = propagation.TraceContext{}
)

func main() {
	db := must(bolt.Open(cmp.Or(os.Getenv("DATABASE_FILE"), "inventory.db"), 0o600, nil))
	check(db.Update(stockUp))
	if len(os.Args) > 1 && os.Args[1] == "books" {
		check(json.NewEncoder(os.Stdout).Encode(must(books(db))))
		return
	}
	// A process that dies gives its partitions to others after ten seconds; one that lives, at the end of a batch.
	client := must(kgo.NewClient(
		kgo.SeedBrokers(strings.Split(os.Getenv("KAFKA_BROKERS"), ",")...), kgo.ConsumerGroup(group),
		kgo.ConsumeTopics(topic), kgo.ConsumeResetOffset(kgo.NewOffset().AtStart()),
		kgo.SessionTimeout(10*time.Second), kgo.DisableAutoCommit(), kgo.BlockRebalanceOnPoll(),
	))
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, os.Interrupt)
	defer stop()
	// A topic that is made later would be noticed after minutes only. One that is there stays as it is.
	must(kadm.NewClient(client).CreateTopics(ctx, 8, -1, nil, topic))
	traces := startTraces(ctx)
	barrier := Barrier{db, name, map[string]Handler{"inventory.reserve": reserve, "inventory.release": release}}
	check(publish(ctx, db, client)) // what a process left behind that died before it could
	for ctx.Err() == nil {
		// One by one, so those of a saga in their order.
		client.PollRecords(ctx, 100).EachRecord(func(record *kgo.Record) {
			check(handle(barrier, traces.Tracer(name), record))
		})
		check(publish(context.Background(), db, client))
		if err := client.CommitUncommittedOffsets(context.Background()); err != nil {
			log.Print(err) // the group is changing: these commands come again, as repetitions
		}
		client.AllowRebalance()
	}
	client.Close()
	check(traces.Shutdown(context.Background()))
	check(db.Close())
}

// handle takes one message to its answer, within a span whose parent is the command's.
func handle(barrier Barrier, tracer trace.Tracer, record *kgo.Record) error {
	command, err := readCommand(record)
	if fault, is := err.(unaddressed); is {
		return barrier.db.Update(func(tx *bolt.Tx) error { return put(tx, deadLetter(record, fault, name, group)) })
	}
	parent := w3c.Extract(context.Background(), propagation.MapCarrier(command.headers))
	ctx, span := tracer.Start(parent, "process "+topic, trace.WithSpanKind(trace.SpanKindConsumer))
	defer span.End()
	return barrier.Pass(command, func(reply Message) { w3c.Inject(ctx, propagation.MapCarrier(reply.Headers)) })
}

// publish empties the outbox. Messages leave it when the broker has them.
func publish(ctx context.Context, db *bolt.DB, client *kgo.Client) error {
	return db.Update(func(tx *bolt.Tx) error {
		outbox := tx.Bucket([]byte("outbox"))
		var records []*kgo.Record
		if err := outbox.ForEach(func(_, value []byte) error {
			var message Message
			if err := json.Unmarshal(value, &message); err != nil {
				return err
			}
			record := &kgo.Record{Topic: prefix + message.Topic, Key: []byte(message.Key), Value: message.Value}
			for key, value := range message.Headers {
				record.Headers = append(record.Headers, kgo.RecordHeader{Key: key, Value: []byte(value)})
			}
			records = append(records, record)
			return nil
		}); err != nil || len(records) == 0 {
			return err
		}
		if err := client.ProduceSync(ctx, records...).FirstErr(); err != nil {
			return err
		}
		for key, _ := outbox.Cursor().First(); key != nil; key, _ = outbox.Cursor().First() {
			if err := outbox.Delete(key); err != nil {
				return err
			}
		}
		return nil
	})
}

// startTraces exports spans if OTEL_EXPORTER_OTLP_ENDPOINT is set; they carry the trace on all the same.
func startTraces(ctx context.Context) *sdk.TracerProvider {
	options := []sdk.TracerProviderOption{
		sdk.WithResource(resource.NewSchemaless(attribute.String("service.name", "shop-"+name))),
	}
	if os.Getenv("OTEL_EXPORTER_OTLP_ENDPOINT") != "" {
		options = append(options, sdk.WithBatcher(must(otlptracehttp.New(ctx))))
	}
	return sdk.NewTracerProvider(options...)
}

func must[T any](value T, err error) T {
	check(err)
	return value
}

// check ends the process when Kafka or the database fail: the next one goes on with what is in the outbox.
func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
