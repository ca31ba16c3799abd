import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { onEachEngine } from '../../../testing/src/engines.ts';
import { connectStream } from '../../../testing/src/stream-client.ts';
import { testWorld } from '../../../testing/src/world.ts';
import { registerClient } from '../authorization/clients/register-client.ts';
import { STRICT } from '../authorization/clients/types.ts';

onEachEngine('a token in the URL of a socket', (engine) => {
  let world: Awaited<ReturnType<typeof testWorld>>;
  let url = '';
  before(async () => {
    world = await testWorld(engine);
    url = await world.app.listen({ host: '127.0.0.1', port: 0 });
  });
  after(() => world?.stop());

  async function tokenOf(id: string, tokenInQuery: boolean): Promise<string> {
    const registration = {
      id,
      applicationId: id,
      applicationName: id,
      agencyId: 'sandbox-county',
      name: id,
      integrationKind: 'prepared',
      grantTypes: ['client_credentials'],
      scopes: ['incident_events'],
      accessTokenTtlSeconds: 3_600,
      settings: { legacy: { ...STRICT, tokenInQuery }, deeplinkView: 'full', embeddingOrigins: [] },
      callflows: [],
    } as const;
    const { clientSecret } = await registerClient(world.parts, { registration, actor: { kind: 'system', id: 'test' } });
    const form = { grant_type: 'client_credentials', client_id: id, client_secret: clientSecret.reveal() };
    const answer = await fetch(`${url}/oauth/token`, { method: 'POST', body: new URLSearchParams(form) });
    return ((await answer.json()) as { access_token: string }).access_token;
  }

  test('[RFC 9700 4.3.2] is taken from a client that is marked so, and from no other', async () => {
    const strict = await tokenOf('strict-reader', false);
    await assert.rejects(connectStream(url, { token: strict }), /refused with 401/);
    const header = await connectStream(url, {}, { authorization: `Bearer ${strict}` });
    header.socket.close();
    await header.closed;
    const marked = await connectStream(url, { token: await tokenOf('marked-reader', true) });
    marked.socket.close();
    await marked.closed;
  });
});
