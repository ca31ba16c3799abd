import { toRfc3339 } from '../kernel/clock.ts';
import { listOutbox, retryMail } from '../outbox/operate-outbox.ts';
import type { OutboxEntry } from '../outbox/types.ts';
import { CONSOLE, defineCommand, needed } from './command.ts';
import { withGateway } from './with-gateway.ts';

function lineOf({ id, state, recipient, subject, attempts, fault, createdAt }: OutboxEntry): string {
  return `${JSON.stringify({ id, state, recipient, subject, attempts, fault, created_at: toRfc3339(createdAt) })}\n`;
}

export const listOutboxCommand = defineCommand({
  words: ['outbox', 'list'],
  options: {},
  serverOptions: 'place',
  sentence: 'List the mail that waits, was sent or was given up, newest first, one JSON line each',
  async run(call) {
    return withGateway(call, async ({ parts }) => {
      for (const entry of await listOutbox(parts)) await call.printLine(lineOf(entry));
      return 0;
    });
  },
});

export const retryMailCommand = defineCommand({
  words: ['outbox', 'retry'],
  options: { id: needed('id', 'Which mail, as `outbox list` names it') },
  serverOptions: 'place',
  sentence: 'Let a running server send a mail that failed again, now and with all its attempts before it',
  async run(call) {
    const { options } = call;
    return withGateway(call, async ({ parts }) => {
      await call.printLine(lineOf(await retryMail(parts, { id: options.id, actor: CONSOLE })));
      return 0;
    });
  },
});
