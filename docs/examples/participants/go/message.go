package main

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/twmb/franz-go/pkg/kgo"
	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"

	"inventory/sagav1"
)

const protobuf = "application/protobuf"

// The headers without which nobody knows which saga asks for what.
var address = []struct {
	name string
	form *regexp.Regexp
}{
	{"ce_specversion", regexp.MustCompile(`^1\.0$`)},
	{"ce_id", regexp.MustCompile(`^[^\x00-\x1f]+$`)},
	{"ce_source", regexp.MustCompile(`^[^\x00-\x1f]+$`)},
	{"ce_type", regexp.MustCompile(`^[a-z][a-z0-9-]*(\.[a-z][a-z0-9-]*)+$`)},
	{"ce_sagaid", regexp.MustCompile(`^[A-Za-z0-9._:@/-]{1,200}$`)},
	{"ce_sagastep", regexp.MustCompile(`^[^\s:]{1,200}$`)},
	{"ce_sagaattempt", regexp.MustCompile(`^[1-9]\d{0,9}$`)},
	{"ce_sagadirection", regexp.MustCompile(`^(do|undo)$`)},
}

// Command is what the coordinator asks for. Fault says why its value can't be read, where it can't.
type Command struct {
	ID, Name, Saga, Step, Direction string
	Attempt                         int
	Input                           map[string]any
	Fault                           error
	headers                         map[string]string
}

// unaddressed is a message that does not say which saga asks for what.
type unaddressed struct {
	headers      map[string]string
	code, header string
}

func (u unaddressed) Error() string { return u.header + " is missing or invalid" }

func readCommand(record *kgo.Record) (Command, error) {
	h := map[string]string{}
	for _, header := range record.Headers {
		h[header.Key] = strings.ToValidUTF8(string(header.Value), "\ufffd")
	}
	for _, part := range address {
		if _, there := h[part.name]; !there {
			return Command{}, unaddressed{h, "missing-header", part.name}
		} else if !part.form.MatchString(h[part.name]) {
			return Command{}, unaddressed{h, "invalid-header", part.name}
		}
	}
	attempt, _ := strconv.Atoi(h["ce_sagaattempt"])
	input, fault := readInput(h, record.Value)
	return Command{h["ce_id"], h["ce_type"], h["ce_sagaid"], h["ce_sagastep"], h["ce_sagadirection"], attempt, input, fault, h}, nil
}

func readInput(headers map[string]string, value []byte) (map[string]any, error) {
	body := &sagav1.Command{}
	var err error
	if strings.HasPrefix(headers["content-type"], protobuf) {
		err = proto.Unmarshal(value, body)
	} else {
		err = protojson.UnmarshalOptions{DiscardUnknown: true}.Unmarshal(value, body)
	}
	if err == nil && body.Input == nil {
		err = fmt.Errorf("input is missing: set it to an object, {} when there is nothing to say")
	}
	return body.Input.AsMap(), err
}

// Message is what goes out: it waits in the outbox until the broker has it.
type Message struct {
	Topic, Key string
	Headers    map[string]string
	Value      []byte
}

// replyTo writes a reply in the form of its command. Its id follows from the command's, so that a repetition is known as one.
func replyTo(c Command, source string, reply *sagav1.Reply) Message {
	headers := attributes(c.ID+":reply", source, "saga.reply")
	for _, name := range []string{"ce_sagaid", "ce_sagastep", "ce_sagaattempt", "ce_sagadirection"} {
		headers[name] = c.headers[name]
	}
	headers["ce_causationid"] = c.ID
	value, _ := protojson.Marshal(reply)
	if strings.HasPrefix(c.headers["content-type"], protobuf) {
		headers["content-type"] = protobuf
		value, _ = proto.Marshal(reply)
	}
	return Message{"saga.reply", c.Saga, headers, value}
}

// deadLetter keeps a message, whole, with what is wrong with it.
func deadLetter(record *kgo.Record, fault unaddressed, source, group string) Message {
	original := &sagav1.Original{
		Topic: record.Topic, Partition: record.Partition, Offset: record.Offset,
		Timestamp: record.Timestamp.UnixMilli(), Headers: fault.headers, Value: record.Value,
	}
	id := fmt.Sprintf("%s/%d/%d", record.Topic, record.Partition, record.Offset)
	key := id
	if len(record.Key) > 0 {
		key = strings.ToValidUTF8(string(record.Key), "\ufffd")
		original.Key = &key
	}
	cause := &sagav1.Cause{Code: fault.code, Message: fault.Error(), Field: &fault.header}
	value, _ := protojson.Marshal(&sagav1.DeadLetter{Cause: cause, Original: original, ConsumerGroup: group})
	return Message{"saga.dead-letter", key, attributes(id, source, "saga.dead-letter"), value}
}

func attributes(id, source, kind string) map[string]string {
	return map[string]string{
		"ce_specversion": "1.0",
		"ce_id":          id,
		"ce_source":      source,
		"ce_type":        kind,
		"ce_time":        time.Now().UTC().Format(time.RFC3339Nano),
		"content-type":   "application/json",
	}
}
