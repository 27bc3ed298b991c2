// Command ledger serves the book and follows the orders.
package main

import (
	"cmp"
	"context"
	"errors"
	"log"
	"net/http"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"

	"example.shop/ledger/internal/api"
	"example.shop/ledger/internal/book"
	"example.shop/ledger/internal/stream"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()

	url, found := os.LookupEnv("LEDGER_DATABASE_URL")
	if !found {
		log.Fatal("LEDGER_DATABASE_URL is not set")
	}
	entries, err := book.OpenPostgres(ctx, url)
	if err != nil {
		log.Fatal(err)
	}

	if brokers := os.Getenv("KAFKA_BROKERS"); brokers != "" {
		topic := cmp.Or(os.Getenv("ORDER_TOPIC"), "orders.placed")
		go func() {
			err := stream.Follow(ctx, strings.Split(brokers, ","), topic, entries)
			if !errors.Is(err, context.Canceled) {
				log.Printf("orders are not followed any more: %v", err)
			}
		}()
	}

	server := &http.Server{
		Addr:              ":" + cmp.Or(os.Getenv("PORT"), "8102"),
		Handler:           api.NewRouter(entries),
		ReadHeaderTimeout: 5 * time.Second,
	}
	go func() {
		<-ctx.Done()
		closing, cancel := context.WithTimeout(context.Background(), 5*time.Second)
		defer cancel()
		if err := server.Shutdown(closing); err != nil {
			log.Print(err)
		}
	}()
	if err := server.ListenAndServe(); !errors.Is(err, http.ErrServerClosed) {
		log.Fatal(err)
	}
}
