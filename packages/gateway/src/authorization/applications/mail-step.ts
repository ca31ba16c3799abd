import type { Transaction } from '../../database/database.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { MailQueue } from '../../outbox/mail-queue.ts';
import { rightsOfPerson } from '../../people/rights/rights.ts';
import { statesOfAgency } from '../../people/users/store.ts';
import type { Application } from './types.ts';

interface Ports {
  readonly mail: MailQueue;
  readonly publicUrl: string;
}

type Named = Pick<Application, 'name' | 'developer'>;

function queue({ mail }: Ports, tx: Transaction, mailed: { to: string; name: string; lines: readonly string[] }) {
  const { to, name, lines } = mailed;
  return mail.queue(tx, { to, subject: `Sallyport: ${name}`, text: `${name}: ${lines.join('\n')}` });
}

/**
 * Part of the caller's transaction: mails a step to the application's developer. Without a mail server the same words stand on
 * the application's page.
 */
export async function mailDeveloper(
  ports: Ports,
  tx: Transaction,
  { name, developer }: Named,
  sentence: string,
  text?: string,
): Promise<void> {
  const more = text === undefined || text === '' ? [] : ['', text];
  const lines = [sentence, ...more, '', `${ports.publicUrl}/developers`];
  await queue(ports, tx, { to: developer.email, name, lines });
}

/** Part of the caller's transaction: asks everybody for a review who may answer one. */
export async function mailReviewers(
  ports: Ports & { clock: Clock },
  tx: Transaction,
  { name, developer, company }: Named & Pick<Application, 'company'>,
): Promise<void> {
  if (!ports.mail.isOn) return;
  const sentence = `${developer.name} of ${company} asks for a review.`;
  for (const person of await statesOfAgency(tx.query, null, ports.clock.now())) {
    if (person.disabledAt !== null || !rightsOfPerson(person).has('applications:review')) continue;
    await queue(ports, tx, {
      to: person.email,
      name,
      lines: [sentence, '', `${ports.publicUrl}/portal/admin/applications`],
    });
  }
}
