package book

import (
	"context"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

const create = `CREATE TABLE IF NOT EXISTS entries (
	id text PRIMARY KEY, account text NOT NULL, cents bigint NOT NULL, reason text NOT NULL)`

// Postgres keeps entries in a table.
type Postgres struct{ pool *pgxpool.Pool }

// OpenPostgres connects and makes the table when it is not there.
func OpenPostgres(ctx context.Context, url string) (*Postgres, error) {
	pool, err := pgxpool.New(ctx, url)
	if err != nil {
		return nil, err
	}
	_, err = pool.Exec(ctx, create)
	return &Postgres{pool}, err
}

// Add appends one entry; the same ID twice counts once.
func (p *Postgres) Add(ctx context.Context, entry Entry) error {
	if entry.Cents == 0 {
		return ErrUnbalanced
	}
	_, err := p.pool.Exec(ctx,
		`INSERT INTO entries (id, account, cents, reason) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING`,
		entry.ID, entry.Account, entry.Cents, entry.Reason)
	return err
}

// Entries lists what was added for the account.
func (p *Postgres) Entries(ctx context.Context, account string) ([]Entry, error) {
	rows, err := p.pool.Query(ctx, `SELECT id, account, cents, reason FROM entries WHERE account = $1`, account)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowToStructByPos[Entry])
}

// Balance is the sum of the entries.
func (p *Postgres) Balance(ctx context.Context, account string) (int64, error) {
	var sum int64
	err := p.pool.QueryRow(ctx, `SELECT coalesce(sum(cents), 0) FROM entries WHERE account = $1`, account).Scan(&sum)
	return sum, err
}
