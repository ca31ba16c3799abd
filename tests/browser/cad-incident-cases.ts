import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { expectJson } from '../e2e/http-client.ts';
import { clientToken } from '../e2e/sandbox.ts';
import { newCaller } from './alerts.ts';
import { assertSound, assertSoundInBothThemes } from './axe.ts';
import { signInAt } from './people.ts';
import type { Stage } from './stage.ts';

export const cadIncidentCases = (stage: Stage) =>
  describe('a CAD incident', () => {
    it("a CAD incident waits in the portal, and its call shows the CAD's id, status and notes", async () => {
      const caller = newCaller();
      const partnerId = '2026-17';
      const cad = await clientToken(stage.url, 'sandbox-prepared-cad');
      const equipment = await clientToken(stage.url, 'sandbox-call-handling');
      const post = (token: string, status: number, path: string, json: object) =>
        expectJson<{ id: string }>(stage.url, status, { method: 'POST', path, token, json });
      const shell = await post(cad, 200, '/v2/find_incident', {
        cad_partner_incident_id: partnerId,
        caller_phone_number: caller.number,
        position: 'Seat 4',
      });
      await post(cad, 201, `/v2/incidents/${partnerId}/notes`, { note: 'Caller is on the roof' });
      const page = await stage.visit({ theme: 'dark' });
      await signInAt(page, `${stage.url}/portal/incidents/${shell.id}`, 'sandboxAgent');
      const card = page.getByTestId('card').filter({ has: page.getByRole('heading', { name: 'CAD', exact: true }) });
      await card.getByText('Not yet; looked for by').waitFor();
      await page.locator('[data-status=WAITING]').first().waitFor();
      await assertSoundInBothThemes(page, 'a CAD incident that waits');

      const location = { latitude: 40.7484, longitude: -73.9857, uncertainty_radius: 25 };
      const call = { caller_phone_number: caller.number };
      const { id } = await post(equipment, 201, '/api/incidents', { call, location });
      await page.goto(`${stage.url}/portal/incidents/${id}`);
      await card.getByText(partnerId).waitFor();
      await page.getByRole('region', { name: 'Cards' }).getByText('Caller is on the roof').waitFor();
      await post(cad, 201, `/v2/incidents/${partnerId}/status`, { status: 'On scene' });
      await card.getByText('On scene').waitFor();
      await assertSoundInBothThemes(page, 'a call with its CAD incident');
    });

    it('a call is sent to the CAD by keys alone, what was sent is in the time line, and without a receiver it is refused in words', async () => {
      const equipment = await clientToken(stage.url, 'sandbox-call-handling');
      const call = { caller_phone_number: newCaller().number, caller_name: 'Sentcaller One' };
      const { id } = await expectJson<{ id: string }>(stage.url, 201, {
        ...{ method: 'POST', path: '/api/incidents', token: equipment, json: { call } },
      });
      const page = await stage.visit({ theme: 'dark', expected: [`409 /api/incidents/${id}/cad_sends`] });
      await signInAt(page, `${stage.url}/portal/incidents/${id}`, 'sandboxAdmin');
      const work = page.getByRole('region', { name: 'Work' });
      const send = async (text: string) => {
        await work.locator('button:not([data-loading])').getByText('Send to CAD …').waitFor();
        await page.keyboard.press('Shift+E');
        await page.getByRole('dialog').getByLabel('What else the CAD is sent').fill(text);
        await assertSound(page, 'sending to the CAD');
        await page.keyboard.press('Enter');
        await page.getByRole('dialog').waitFor({ state: 'detached' });
      };
      await send('');
      await page.getByRole('alert').getByText('No CAD receives incidents of this agency').waitFor();
      const json = {
        ...{ name: 'County CAD', url: 'http://127.0.0.1:9/cad', dialect: 'prepared_cad' },
        event_types: ['note_created'],
      };
      const added = await page.request.post(`${stage.url}/api/webhooks`, {
        ...{ data: json, headers: { origin: stage.url } },
      });
      assert.equal(added.status(), 201, await added.text());
      await send('Engine asked for');
      await page
        .getByRole('list', { name: 'What happened' })
        .getByText(/Sent to the CAD: County CAD\. 9-1-1 call\. Sentcaller One, .*Engine asked for/)
        .waitFor();
      await page.getByRole('alert').waitFor({ state: 'detached' });
    });
  });
