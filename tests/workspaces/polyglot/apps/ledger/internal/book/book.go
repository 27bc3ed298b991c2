// Package book keeps the entries of every account.
package book

import (
	"context"
	"errors"
	"sync"
)

// ErrUnbalanced refuses an entry that moves nothing.
var ErrUnbalanced = errors.New("an entry moves at least one cent")

// Entry is money that an account owes (positive) or paid (negative), in cents.
type Entry struct {
	ID      string `json:"id"`
	Account string `json:"account" binding:"required"`
	Cents   int64  `json:"cents" binding:"required"`
	Reason  string `json:"reason"`
}

// Book is where entries are kept.
type Book interface {
	Add(ctx context.Context, entry Entry) error
	Entries(ctx context.Context, account string) ([]Entry, error)
	Balance(ctx context.Context, account string) (int64, error)
}

// Memory keeps entries for as long as the process lives.
type Memory struct {
	mutex   sync.RWMutex
	entries []Entry
}

// Add appends one entry; the same ID twice counts once.
func (m *Memory) Add(_ context.Context, entry Entry) error {
	if entry.Cents == 0 {
		return ErrUnbalanced
	}
	m.mutex.Lock()
	defer m.mutex.Unlock()
	for _, known := range m.entries {
		if entry.ID != "" && known.ID == entry.ID {
			return nil
		}
	}
	m.entries = append(m.entries, entry)
	return nil
}

// Entries lists what was added for the account, oldest first.
func (m *Memory) Entries(_ context.Context, account string) ([]Entry, error) {
	m.mutex.RLock()
	defer m.mutex.RUnlock()
	found := []Entry{}
	for _, entry := range m.entries {
		if entry.Account == account {
			found = append(found, entry)
		}
	}
	return found, nil
}

// Balance is the sum of the entries.
func (m *Memory) Balance(ctx context.Context, account string) (int64, error) {
	entries, err := m.Entries(ctx, account)
	var sum int64
	for _, entry := range entries {
		sum += entry.Cents
	}
	return sum, err
}
