import type { Transaction } from '../../database/database.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { MailQueue } from '../../outbox/mail-queue.ts';
import { mailTexts, mailTo } from '../../outbox/mail-texts/mail-texts.ts';
import type { ApplicationStep } from '../../outbox/mail-texts/types.ts';
import { rightsOfPerson } from '../../people/rights/rights.ts';
import { statesOfAgency } from '../../people/users/store.ts';
import { mailLanguage } from '../../people/users/types.ts';
import type { Application } from './types.ts';

interface Ports {
  readonly mail: MailQueue;
  readonly publicUrl: string;
}

type Named = Pick<Application, 'name' | 'developer'>;

/**
 * Part of the caller's transaction: mails a step to the application's developer, in English: a developer chooses no language. Without a
 * mail server the same words stand on the application's page.
 */
export async function mailDeveloper(
  { mail, publicUrl }: Ports,
  tx: Transaction,
  { name, developer }: Named,
  step: ApplicationStep,
  more = '',
): Promise<void> {
  const stated = { name, more, url: `${publicUrl}/developers` };
  await mail.queue(tx, mailTo(developer.email, mailTexts(undefined).applicationStep(step, stated)));
}

/** Part of the caller's transaction: asks everybody for a review who may answer one. */
export async function mailReviewers(
  { mail, publicUrl, clock }: Ports & { clock: Clock },
  tx: Transaction,
  { name, developer, company }: Named & Pick<Application, 'company'>,
): Promise<void> {
  if (!mail.isOn) return;
  const stated = { name, developer: developer.name, company, url: `${publicUrl}/portal/admin/applications` };
  for (const person of await statesOfAgency(tx.query, null, clock.now())) {
    if (person.disabledAt !== null || !rightsOfPerson(person).has('applications:review')) continue;
    await mail.queue(tx, mailTo(person.email, mailTexts(mailLanguage(person)).reviewAsked(stated)));
  }
}
