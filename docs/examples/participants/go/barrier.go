package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"strconv"

	bolt "go.etcd.io/bbolt"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/structpb"

	"inventory/sagav1"
)

// Handler does a command, as part of a transaction. A BusinessFailure refuses it; any other error means that it broke.
type Handler func(tx *bolt.Tx, c Command) (map[string]any, error)

// BusinessFailure is a refusal: final, and nothing of the work stays.
type BusinessFailure struct{ Code, Message string }

func (f BusinessFailure) Error() string { return f.Message }

// settled is, of one direction of a step, the highest attempt that has been answered, and the answer.
type settled struct {
	Attempt int
	Reply   []byte
}

func (s settled) reply() *sagav1.Reply {
	reply := &sagav1.Reply{}
	_ = proto.Unmarshal(s.Reply, reply)
	return reply
}

func (s settled) succeeded() bool { return s.reply().GetOutput() != nil }

// Barrier makes an effect happen once, by the three rules of docs/contract.md.
type Barrier struct {
	db       *bolt.DB
	name     string
	handlers map[string]Handler
}

// brokeOff ends a transaction in which the work failed: what it did must not stay.
type brokeOff struct{ failure *sagav1.Reply }

func (brokeOff) Error() string { return "the work failed" }

// Pass settles a command. The work, the record and the reply in the outbox are one transaction; of work that failed the
// record and the reply alone, since an attempt has one answer. stamp sees the reply before it is kept.
func (b Barrier) Pass(c Command, stamp func(Message)) error {
	settle := func(work func(*bolt.Tx) (*sagav1.Reply, error)) error {
		return b.db.Update(func(tx *bolt.Tx) error { return b.settle(tx, c, work, stamp) })
	}
	var broke brokeOff
	err := settle(func(tx *bolt.Tx) (*sagav1.Reply, error) { return b.work(tx, c) })
	if errors.As(err, &broke) {
		return settle(func(*bolt.Tx) (*sagav1.Reply, error) { return broke.failure, nil })
	}
	return err
}

func (b Barrier) settle(tx *bolt.Tx, c Command, work func(*bolt.Tx) (*sagav1.Reply, error), stamp func(Message)) error {
	reply, err := b.answer(tx, c, work)
	if err != nil {
		return err
	}
	message := replyTo(c, b.name, reply)
	stamp(message)
	return put(tx, message)
}

func (b Barrier) answer(tx *bolt.Tx, c Command, work func(*bolt.Tx) (*sagav1.Reply, error)) (*sagav1.Reply, error) {
	steps := tx.Bucket([]byte("steps"))
	record := map[string]settled{}
	if query := statusQuery.FindStringSubmatch(c.Step); query != nil && c.Direction == "do" && c.Name == b.name+".status" && c.Fault == nil {
		attempt, _ := strconv.Atoi(query[2])
		err := load(steps, c.Saga+" "+query[1], &record)
		return became(record, attempt), err
	}
	step := c.Saga + " " + c.Step
	if err := load(steps, step, &record); err != nil {
		return nil, err
	}
	if c.Direction == "undo" && !record["do"].succeeded() {
		work = func(*bolt.Tx) (*sagav1.Reply, error) { return success(nil) }
	}
	if reply := answerByRecord(record, c); reply != nil {
		return reply, nil
	}
	reply, err := work(tx)
	if err != nil {
		return nil, err
	}
	value, _ := proto.Marshal(reply)
	record[c.Direction] = settled{c.Attempt, value}
	return reply, save(steps, step, record)
}

var statusQuery = regexp.MustCompile(`^(.+)\.status\[(\d+)]$`)

// became tells what became of a step, or of an attempt at it: the answer to a status query.
func became(record map[string]settled, attempt int) *sagav1.Reply {
	done, refusal := record["do"].reply().GetOutput(), record["do"].reply().GetBusinessFailure()
	said := map[string]any{"outcome": "not-done"}
	switch {
	case record["undo"].succeeded():
		said["outcome"] = "never"
	case done != nil:
		said = map[string]any{"outcome": "done", "output": done.AsMap()}
	case refusal != nil && record["do"].Attempt >= attempt:
		failure := map[string]any{"code": refusal.Code, "message": refusal.Message}
		said = map[string]any{"outcome": "never", "failure": failure}
	}
	reply, _ := success(said)
	return reply
}

// answerByRecord gives the answer to a command that takes no effect, and nil for one that is to be worked on.
func answerByRecord(record map[string]settled, c Command) *sagav1.Reply {
	if c.Fault != nil {
		return technicalFailure("malformed-command", c.Fault.Error())
	}
	if c.Direction == "do" && record["undo"].succeeded() {
		return technicalFailure("step-already-compensated", "its compensation came first, so it takes no effect")
	}
	if earlier := record[c.Direction]; earlier.succeeded() || c.Attempt <= earlier.Attempt {
		return earlier.reply()
	}
	return nil
}

func (b Barrier) work(tx *bolt.Tx, c Command) (*sagav1.Reply, error) {
	handler, known := b.handlers[c.Name]
	if !known {
		return technicalFailure("unknown-command", "no handler for "+c.Name), nil
	}
	output, err := handler(tx, c)
	var refusal BusinessFailure
	if errors.As(err, &refusal) {
		failure := &sagav1.Failure{Code: refusal.Code, Message: refusal.Message}
		return nil, brokeOff{&sagav1.Reply{Result: &sagav1.Reply_BusinessFailure{BusinessFailure: failure}}}
	}
	if err != nil {
		return nil, brokeOff{technicalFailure("unexpected-error", err.Error())}
	}
	return success(output)
}

func success(output map[string]any) (*sagav1.Reply, error) {
	fields, err := structpb.NewStruct(output)
	return &sagav1.Reply{Result: &sagav1.Reply_Output{Output: fields}}, err
}

func technicalFailure(code, message string) *sagav1.Reply {
	failure := &sagav1.Failure{Code: code, Message: message}
	return &sagav1.Reply{Result: &sagav1.Reply_TechnicalFailure{TechnicalFailure: failure}}
}

// put keeps a message in the outbox, behind those that are there.
func put(tx *bolt.Tx, message Message) error {
	outbox := tx.Bucket([]byte("outbox"))
	number, _ := outbox.NextSequence()
	return save(outbox, fmt.Sprintf("%020d", number), message)
}

func save(bucket *bolt.Bucket, key string, thing any) error {
	value, err := json.Marshal(thing)
	if err != nil {
		return err
	}
	return bucket.Put([]byte(key), value)
}

// load leaves the thing as it is when there is nothing under the key.
func load(bucket *bolt.Bucket, key string, thing any) error {
	if value := bucket.Get([]byte(key)); value != nil {
		return json.Unmarshal(value, thing)
	}
	return nil
}
