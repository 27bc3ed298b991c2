import { Injectable } from '@nestjs/common';
import { Pool } from 'pg';

export interface Notification {
  id: string;
  accountId: string;
  subject: string;
  body: string;
  read: boolean;
}

const CREATE = `CREATE TABLE IF NOT EXISTS notifications (
  id text PRIMARY KEY, account_id text NOT NULL, subject text NOT NULL, body text NOT NULL,
  read boolean NOT NULL DEFAULT false, delivered_at timestamptz)`;
const COLUMNS = 'id, account_id AS "accountId", subject, body, read';

/** What waits for delivery and what was delivered. */
@Injectable()
export class Outbox {
  constructor(private readonly pool: Pool) {}

  async prepare(): Promise<void> {
    await this.pool.query(CREATE);
  }

  async add(notification: Notification): Promise<void> {
    const { id, accountId, subject, body } = notification;
    await this.pool.query(
      'INSERT INTO notifications (id, account_id, subject, body) VALUES ($1, $2, $3, $4)',
      [id, accountId, subject, body],
    );
  }

  async of(accountId: string): Promise<Notification[]> {
    const found = await this.pool.query<Notification>(
      `SELECT ${COLUMNS} FROM notifications WHERE account_id = $1 ORDER BY id`,
      [accountId],
    );
    return found.rows;
  }

  async markRead(id: string, accountId: string): Promise<boolean> {
    const changed = await this.pool.query(
      'UPDATE notifications SET read = true WHERE id = $1 AND account_id = $2',
      [id, accountId],
    );
    return changed.rowCount === 1;
  }

  async remove(id: string, accountId: string): Promise<boolean> {
    const changed = await this.pool.query(
      'DELETE FROM notifications WHERE id = $1 AND account_id = $2',
      [id, accountId],
    );
    return changed.rowCount === 1;
  }

  async markDelivered(id: string): Promise<boolean> {
    const changed = await this.pool.query(
      'UPDATE notifications SET delivered_at = now() WHERE id = $1',
      [id],
    );
    return changed.rowCount === 1;
  }
}
