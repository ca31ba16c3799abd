/** What waits to be sent. */
export interface OutboxTable {
  outbox: {
    id: string;
    state: string;
    recipient: string;
    subject: string;
    sealed_text: string | null;
    sealed_under: string;
    attempts: number;
    next_attempt_at: number;
    fault: string | null;
    lease_owner: string | null;
    created_at: number;
    finished_at: number | null;
  };
}
