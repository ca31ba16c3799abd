import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { onEachEngine } from '../../../testing/src/engines.ts';
import { testWorld } from '../../../testing/src/world.ts';
import type { Principal } from '../authorization/principals/principal.ts';
import { alertOwnerOf, alertPartyOf, stationParty } from './alert-sides.ts';

onEachEngine('which side of an alert a caller stands on', (engine) => {
  let world: Awaited<ReturnType<typeof testWorld>>;
  before(async () => {
    world = await testWorld(engine);
  });
  after(() => world.stop());

  const principal = async (clientId: string | null, agencyId: string | null): Promise<Principal> => ({
    via: 'client_token',
    agencyId,
    client: (clientId === null ? null : await world.parts.clients.find(clientId)) ?? null,
    user: null,
    rights: new Set(),
  });

  test("a central station's client knows the alerts it sent, and every other client those of its agency", async () => {
    const station = alertOwnerOf(await principal('sandbox-alarm', null));
    assert.deepEqual([station.side, 'clientId' in station && station.clientId], ['central_station', 'sandbox-alarm']);
    assert.deepEqual(alertOwnerOf(await principal('sandbox-cad', 'sandbox-county')), {
      side: 'psap',
      agencyId: 'sandbox-county',
    });
  });

  test('whoever is of no agency and sends no alerts is refused', async () => {
    const none = await principal('sandbox-cad', null);
    assert.throws(() => alertOwnerOf(none), { code: 'forbidden' });
    await assert.rejects(alertPartyOf(world.parts, none), { code: 'forbidden' });
  });

  test('a client acts under its own name', async () => {
    const asked = await principal('sandbox-alarm', null);
    const party = await alertPartyOf(world.parts, asked);
    assert.deepEqual(party.actor, { kind: 'client', id: 'sandbox-alarm' });
    assert.ok(asked.client !== null);
    assert.deepEqual(party, stationParty(asked.client));
  });
});
