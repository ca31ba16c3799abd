import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { MailServer } from '../../packages/testing/src/mail-server.ts';
import { expectJson } from '../e2e/http-client.ts';
import { signIn } from '../e2e/sandbox.ts';
import { signInAt } from './people.ts';
import { settles } from './settles.ts';
import type { Stage } from './stage.ts';

const RECIPIENT = 'morgan@sandbox.test';

/** The mail server of the stage's gateway refuses everybody at first. */
export const mailCases = (stage: Stage, mailServer: MailServer) =>
  describe('mail', () => {
    it('shows an operator the mail that is not sent and why, and sends it again when asked', async () => {
      await expectJson(stage.url, 201, {
        method: 'POST',
        path: '/api/users',
        jar: await signIn(stage.url, 'sandboxAdmin'),
        json: { first_name: 'Morgan', last_name: 'Keeper', email: RECIPIENT, role: 'agent' },
      });
      const page = await stage.visit();
      await signInAt(page, `${stage.url}/portal/admin/mail`, 'operator');
      const row = page.getByRole('row').filter({ hasText: RECIPIENT });
      await row.getByText('Waiting').waitFor();
      await row.getByText('Last attempt:').waitFor();
      assert.equal(mailServer.received.length, 0);

      mailServer.manner = 'working';
      await row.getByRole('button', { name: 'Send again now' }).click();
      await page.getByText(`The mail to ${RECIPIENT} is sent again now.`).waitFor();
      await row.getByText('Sent', { exact: true }).waitFor();
      await settles(() => row.getByRole('button').count(), 0);
      assert.deepEqual(
        mailServer.received.map(({ to }) => to),
        [RECIPIENT],
      );
    });
  });
