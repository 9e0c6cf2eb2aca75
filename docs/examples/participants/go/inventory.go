package main

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strconv"

	bolt "go.etcd.io/bbolt"
)

// What the shop's warehouse took in.
var received = map[string]int{
	"desk-lamp": 10_000_000, "office-chair": 10_000_000, "standing-desk": 10_000_000, "monitor-arm": 10_000_000,
	"keyboard": 10_000_000, "trackball": 10_000_000, "headphones": 10_000_000, "notebook-stand": 10_000_000,
	"limited-edition-mug": 0,
}

type stock struct{ Received, Available int }

type reservation struct {
	Order, SKU string
	Quantity   int
	Released   bool
}

// stockUp fills an empty database.
func stockUp(tx *bolt.Tx) error {
	for _, name := range []string{"steps", "outbox", "stock", "reservations"} {
		if _, err := tx.CreateBucketIfNotExists([]byte(name)); err != nil {
			return err
		}
	}
	shelf := tx.Bucket([]byte("stock"))
	for sku, pieces := range received {
		if shelf.Get([]byte(sku)) != nil {
			continue
		}
		if err := save(shelf, sku, stock{pieces, pieces}); err != nil {
			return err
		}
	}
	return nil
}

// reserve sets goods aside for an order. It refuses with out-of-stock when there are fewer than asked for.
func reserve(tx *bolt.Tx, c Command) (map[string]any, error) {
	order, hasOrder := c.Input["orderId"].(string)
	sku, hasSKU := c.Input["sku"].(string)
	quantity, hasQuantity := c.Input["quantity"].(float64)
	if !hasOrder || !hasSKU || !hasQuantity || quantity < 1 {
		return nil, errors.New("it takes an orderId, a sku and a quantity above 0")
	}
	if err := take(tx, sku, int(quantity)); err != nil {
		return nil, err
	}
	shelf := tx.Bucket([]byte("reservations"))
	number, _ := shelf.NextSequence()
	id := fmt.Sprintf("reservation-%d", number)
	if err := save(shelf, order+" "+id, reservation{order, sku, int(quantity), false}); err != nil {
		return nil, err
	}
	return map[string]any{"reservationId": id}, breakSome(c)
}

// release puts back what is set aside for an order.
func release(tx *bolt.Tx, c Command) (map[string]any, error) {
	order, _ := c.Input["orderId"].(string)
	shelf := tx.Bucket([]byte("reservations"))
	for key, held := range reservationsOf(shelf, order) {
		if held.Released {
			continue
		}
		if err := take(tx, held.SKU, -held.Quantity); err != nil {
			return nil, err
		}
		held.Released = true
		if err := save(shelf, key, held); err != nil {
			return nil, err
		}
	}
	return nil, breakSome(c)
}

func take(tx *bolt.Tx, sku string, pieces int) error {
	shelf := tx.Bucket([]byte("stock"))
	var there stock
	if err := load(shelf, sku, &there); err != nil {
		return err
	}
	if there.Available < pieces {
		return BusinessFailure{"out-of-stock", fmt.Sprintf("fewer than %d of %s are left", pieces, sku)}
	}
	there.Available -= pieces
	return save(shelf, sku, there)
}

func reservationsOf(shelf *bolt.Bucket, order string) map[string]reservation {
	found := map[string]reservation{}
	prefix := order + " "
	cursor := shelf.Cursor()
	for key, value := cursor.Seek([]byte(prefix)); len(key) > len(prefix) && string(key[:len(prefix)]) == prefix; key, value = cursor.Next() {
		var held reservation
		_ = json.Unmarshal(value, &held)
		found[string(key)] = held
	}
	return found
}

// books are what stock and reservations say, for whoever checks that they agree.
func books(db *bolt.DB) (map[string]map[string]json.RawMessage, error) {
	all := map[string]map[string]json.RawMessage{"stock": {}, "reservations": {}}
	return all, db.View(func(tx *bolt.Tx) error {
		for name, entries := range all {
			if err := tx.Bucket([]byte(name)).ForEach(func(key, value []byte) error {
				entries[string(key)] = append(json.RawMessage{}, value...)
				return nil
			}); err != nil {
				return err
			}
		}
		return nil
	})
}

// breakSome is for tests: a fraction of the commands breaks when its work is done, the worst moment there is.
func breakSome(c Command) error {
	rate, _ := strconv.ParseFloat(os.Getenv("SHOP_TECHNICAL_FAILURE_RATE"), 64)
	hash := sha256.Sum256([]byte(c.ID))
	if float64(binary.BigEndian.Uint32(hash[:4]))/(1<<32) < rate {
		return errors.New("broken on purpose by SHOP_TECHNICAL_FAILURE_RATE")
	}
	return nil
}
