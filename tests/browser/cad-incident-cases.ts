import { describe, it } from 'node:test';
import { expectJson } from '../e2e/http-client.ts';
import { clientToken } from '../e2e/sandbox.ts';
import { newCaller } from './alerts.ts';
import { assertSound } from './axe.ts';
import { signInAt } from './people.ts';
import type { Stage } from './stage.ts';

export const cadIncidentCases = (stage: Stage) =>
  describe('a CAD incident', () => {
    for (const theme of ['dark', 'light'] as const) {
      it(`a CAD incident waits in the portal, and its call shows the CAD's id, status and notes, ${theme}`, async () => {
        const caller = newCaller();
        const partnerId = `2026-${theme}-17`;
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
        const page = await stage.visit({ theme });
        await signInAt(page, `${stage.url}/portal/incidents/${shell.id}`, 'sandboxAgent');
        const card = page.getByTestId('card').filter({ has: page.getByRole('heading', { name: 'CAD', exact: true }) });
        await card.getByText('Not yet; looked for by').waitFor();
        await page.locator('[data-status=WAITING]').first().waitFor();
        await assertSound(page, `a CAD incident that waits, ${theme}`);

        const location = { latitude: 40.7484, longitude: -73.9857, uncertainty_radius: 25 };
        const call = { caller_phone_number: caller.number };
        const { id } = await post(equipment, 201, '/api/incidents', { call, location });
        await page.goto(`${stage.url}/portal/incidents/${id}`);
        await card.getByText(partnerId).waitFor();
        await page.getByRole('region', { name: 'Cards' }).getByText('Caller is on the roof').waitFor();
        await post(cad, 201, `/v2/incidents/${partnerId}/status`, { status: 'On scene' });
        await card.getByText('On scene').waitFor();
        await assertSound(page, `a call with its CAD incident, ${theme}`);
      });
    }
  });
