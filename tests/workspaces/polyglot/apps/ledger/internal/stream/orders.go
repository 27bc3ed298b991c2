// Package stream turns placed orders into entries.
package stream

import (
	"context"
	"encoding/json"
	"log/slog"

	"github.com/segmentio/kafka-go"

	"example.shop/ledger/internal/book"
)

type order struct {
	ID         string `json:"id"`
	Account    string `json:"account"`
	TotalCents int64  `json:"total_cents"`
}

// Follow reads orders until the context ends. An order that cannot be read is skipped, not retried for ever.
func Follow(ctx context.Context, brokers []string, topic string, entries book.Book) error {
	reader := kafka.NewReader(kafka.ReaderConfig{Brokers: brokers, Topic: topic, GroupID: "ledger"})
	defer reader.Close()
	for {
		message, err := reader.FetchMessage(ctx)
		if err != nil {
			return err
		}
		var placed order
		if err := json.Unmarshal(message.Value, &placed); err != nil {
			slog.Error("order skipped", "offset", message.Offset, "error", err)
		} else if err := entries.Add(ctx, book.Entry{ID: placed.ID, Account: placed.Account, Cents: placed.TotalCents, Reason: "order"}); err != nil {
			return err
		}
		if err := reader.CommitMessages(ctx, message); err != nil {
			return err
		}
	}
}
