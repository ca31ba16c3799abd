import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { expectJson } from '../e2e/http-client.ts';
import { clientToken } from '../e2e/sandbox.ts';
import { newCaller, sendAlert } from './alerts.ts';
import { assertSoundInBothThemes } from './axe.ts';
import { signInAt } from './people.ts';
import type { Stage } from './stage.ts';

export const severalPartnersCases = (stage: Stage) =>
  describe('several partners of one caller', () => {
    it('a call shows beside its own cards what an alarm company states of its caller, and leads there', async () => {
      const caller = newCaller();
      const location = { latitude: 40.7484, longitude: -73.9857, uncertainty_radius: 25 };
      const json = { call: { caller_phone_number: caller.number, position: 'Seat 4' }, location };
      const token = await clientToken(stage.url, 'sandbox-call-handling');
      const { id } = await expectJson<{ id: string }>(stage.url, 201, {
        method: 'POST',
        path: '/api/incidents',
        token,
        json,
      });
      const page = await stage.visit({ theme: 'dark' });
      await signInAt(page, `${stage.url}/portal/incidents/${id}`, 'sandboxAgent');
      await page.getByTestId('uncertainty-circle').waitFor();
      const partner = page.getByTestId('partner');
      assert.equal(await partner.count(), 0);

      const alertId = await sendAlert(stage.url, { phone: caller.number, description: 'Rear door opened' });
      await partner.getByRole('heading', { name: 'Same caller: Sandbox Alarm Company' }).waitFor();
      await partner.getByText('Rear door opened').waitFor();
      await partner
        .getByText(/^(Now|\d+ s ago)$/)
        .first()
        .waitFor();
      await assertSoundInBothThemes(page, "a call with an alarm company's cards");

      await partner.getByRole('button', { name: 'Show Burglary' }).click();
      await page.waitForURL(`${stage.url}/portal/incidents/${alertId.replace('alert-', '')}`);
      await partner.getByRole('heading', { name: 'Same caller: Sandbox Call Handling' }).waitFor();
    });
  });
