import { type Kysely, type Migration, sql } from 'kysely';

/**
 * Whose a webhook subscription is beside its client's: the person whose token made it, or the grant it was made under. Those
 * made before are the person's whom the audit names.
 */
export function migration(engine: 'sqlite' | 'postgres'): Migration {
  const text = engine === 'sqlite' ? 'text' : 'text COLLATE "C"';
  return {
    async up(db: Kysely<unknown>) {
      const statements = [
        `ALTER TABLE webhook_subscriptions ADD COLUMN user_id ${text} REFERENCES users(id)`,
        `ALTER TABLE webhook_subscriptions ADD COLUMN grant_id ${text} REFERENCES grants(id)`,
        `UPDATE webhook_subscriptions SET user_id = (
          SELECT min(r.actor_id) FROM audit_records r JOIN users u ON u.id = r.actor_id
          WHERE r.action = 'webhook.added' AND r.actor_kind = 'user'
            AND r.subject = CAST(webhook_subscriptions.id AS text))
          WHERE client_id IS NOT NULL`,
        'CREATE INDEX webhook_subscriptions_of_user ON webhook_subscriptions (user_id) WHERE user_id IS NOT NULL',
        'CREATE INDEX webhook_subscriptions_of_grant ON webhook_subscriptions (grant_id) WHERE grant_id IS NOT NULL',
      ];
      for (const statement of statements) await sql.raw(statement).execute(db);
    },
  };
}
