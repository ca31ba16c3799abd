import assert from 'node:assert/strict';
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { connect } from 'node:net';
import { after, before, test } from 'node:test';
import { atOnce, succeeded } from '../../../../../testing/src/barrier.ts';
import { type Caller, callerOf } from '../../../../../testing/src/caller.ts';
import { onEachEngine } from '../../../../../testing/src/engines.ts';
import { testWorld } from '../../../../../testing/src/world.ts';
import { setRetention } from '../../../agencies/retention.ts';
import { isOfType } from '../../../incidents/events/by-type.ts';
import { readHistory } from '../../../incidents/events/read-history.ts';
import { nativeWebhooks } from '../webhook-messages.ts';

const DAY_MS = 86_400_000;
const PNG_HEAD = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==',
  'base64',
);
const MP4_HEAD = Buffer.concat([Buffer.from([0, 0, 0, 24]), Buffer.from('ftypmp42\0\0\0\0mp42isom')]);
const PDF = Buffer.from('%PDF-1.4\n%%EOF\n');
/** A video of several pieces. */
const VIDEO = Buffer.concat([MP4_HEAD, randomBytes(600_000)]);

onEachEngine('uploaded media', (engine) => {
  let world: Awaited<ReturnType<typeof testWorld>>;
  let equipment: Caller;
  let reader: Caller;
  let events: Caller;
  before(async () => {
    world = await testWorld(engine, { mediaUploadMegabytes: 1 });
    equipment = await callerOf(world.app, 'sandbox-call-handling');
    reader = await callerOf(world.app, 'sandbox-cad');
    events = await callerOf(world.app, 'sandbox-prepared-events');
  });
  after(() => world.stop());

  const opened = async (): Promise<string> => (await equipment('POST', '/api/incidents', { call: {} })).body.id;
  const upload = (id: string, type: string, bytes: Buffer, headers = {}, query = '') =>
    equipment('POST', `/api/incidents/${id}/media${query}`, bytes, { 'content-type': type, ...headers });
  async function token(clientId: string): Promise<string> {
    const payload = { client_id: clientId, client_secret: `${clientId}-secret`, grant_type: 'client_credentials' };
    return (await world.app.inject({ method: 'POST', url: '/oauth/token', payload })).json().access_token;
  }
  async function read(url: string, clientId = 'sandbox-cad', headers = {}) {
    return world.app.inject({ url, headers: { authorization: `Bearer ${await token(clientId)}`, ...headers } });
  }
  const count = async (table: 'media_files' | 'media_pieces') =>
    Number(
      (
        await world.parts.database.read
          .selectFrom(table)
          .select(({ fn }) => fn.countAll().as('n'))
          .executeTakeFirstOrThrow()
      ).n,
    );

  test('is kept with its SHA-256, shown on the incident page and read back byte for byte, by both addresses', async () => {
    const id = await opened();
    const { status, body: stored } = await upload(id, 'video/mp4', VIDEO, {}, '?description=Kitchen%20window');
    assert.equal(status, 201, JSON.stringify(stored));
    assert.equal(stored.incident_id, id);
    const own = `/api/incidents/${id}/media/${stored.id}`;
    const prepared = `/v1/incident_events/${id}/media/${stored.id}`;
    for (const [url, who] of [
      [own, 'sandbox-cad'],
      [prepared, 'sandbox-prepared-events'],
    ] as const) {
      const { statusCode, rawPayload, headers } = await read(url, who);
      assert.equal(statusCode, 200);
      assert.ok(rawPayload.equals(VIDEO));
      assert.equal(headers['content-type'], 'video/mp4');
      assert.equal(headers['x-content-type-options'], 'nosniff');
      assert.equal(headers['content-security-policy'], "default-src 'none'; sandbox");
      assert.match(String(headers['content-disposition']), /^inline; filename="[0-9a-f]{12}\.mp4"$/);
      assert.equal(headers['etag'], `"${createHash('sha256').update(VIDEO).digest('hex')}"`);
    }
    const { body: incident } = await reader('GET', `/api/incidents/${id}`);
    const [field] = incident.cards.find((card: { id: string }) => card.id === 'media').fields;
    assert.deepEqual([field.label, field.format, field.value], ['Kitchen window', 'video', own]);
    const page = await events('GET', `/v1/incident_events?incident_id=${id}&type=media`);
    assert.equal(page.body.incident_events.length, 1);
    assert.equal(page.body.incident_events[0].url, `${world.parts.publicUrl}${prepared}`);
    assert.equal(page.body.incident_events[0].media_type, 'video');
    const history = await readHistory(world.parts, 'sandbox-county', id);
    const [attached] = history.filter(isOfType('media.attached'));
    assert.ok(attached);
    assert.deepEqual(attached.body.media.file, {
      contentType: 'video/mp4',
      sizeBytes: VIDEO.length,
      sha256: createHash('sha256').update(VIDEO).digest('hex'),
    });
    const posted = (await nativeWebhooks(world.parts.publicUrl).encode(attached, 'agency')) as {
      data: { media: { url: string } };
    };
    assert.equal(posted.data.media.url, `${world.parts.publicUrl}${own}`);
  });

  test('is asked for by HEAD, which answers without the bytes', async () => {
    const id = await opened();
    const { body: stored } = await upload(id, 'video/mp4', VIDEO);
    const authorization = `Bearer ${await token('sandbox-cad')}`;
    const url = `/api/incidents/${id}/media/${stored.id}`;
    const answer = await world.app.inject({ method: 'HEAD', url, headers: { authorization } });
    assert.deepEqual([answer.statusCode, answer.rawPayload.length], [200, 0]);
    assert.equal(answer.headers['content-length'], String(VIDEO.length));
  });

  test('[RFC 9110 14] is read in ranges, as players do', async () => {
    const id = await opened();
    const { body: stored } = await upload(id, 'video/mp4', VIDEO);
    const url = `/api/incidents/${id}/media/${stored.id}`;
    const size = VIDEO.length;
    for (const [range, first, last] of [
      ['bytes=0-', 0, size - 1],
      ['bytes=0-0', 0, 0],
      ['bytes=262140-262150', 262_140, 262_150],
      ['bytes=524288-', 524_288, size - 1],
      ['bytes=-10', size - 10, size - 1],
      [`bytes=5-${size + 10}`, 5, size - 1],
    ] as const) {
      const { statusCode, rawPayload, headers } = await read(url, 'sandbox-cad', { range });
      assert.equal(statusCode, 206, range);
      assert.equal(headers['content-range'], `bytes ${first}-${last}/${size}`);
      assert.ok(rawPayload.equals(VIDEO.subarray(first, last + 1)), range);
    }
    for (const range of ['bytes=9-3', 'lines=1-2', 'bytes=0-1,5-6', 'bytes=-']) {
      assert.equal((await read(url, 'sandbox-cad', { range })).statusCode, 200, range);
    }
    const changed = await read(url, 'sandbox-cad', { range: 'bytes=0-5', 'if-range': '"another"' });
    assert.equal(changed.statusCode, 200);
    const beyond = await read(url, 'sandbox-cad', { range: `bytes=${size}-` });
    assert.equal(beyond.statusCode, 416);
    assert.match(beyond.json().detail, new RegExp(`${size} bytes`));
  });

  test('a PDF is saved, not shown', async () => {
    const id = await opened();
    const { body } = await upload(id, 'application/pdf', PDF);
    const { headers } = await read(`/api/incidents/${id}/media/${body.id}`);
    assert.match(String(headers['content-disposition']), /^attachment;/);
  });

  test('a repeat with the same key answers the same and stores nothing, also at once, also after a merge', async () => {
    const [id, into] = [await opened(), await opened()];
    const headers = { 'idempotency-key': randomUUID() };
    const answers = await atOnce(2, () => upload(id, 'video/mp4', VIDEO, headers));
    const ids = succeeded(answers).map(({ body }) => body.id);
    assert.ok(ids[0]);
    assert.equal(ids[0], ids[1]);
    const stored = await world.parts.database.read
      .selectFrom('events')
      .select('seq')
      .where('incident_id', '=', id)
      .execute();
    assert.equal(stored.length, 2);
    assert.equal((await equipment('POST', `/api/incidents/${id}/merge`, { into })).status, 200);
    const files = await count('media_files');
    assert.equal((await upload(id, 'video/mp4', VIDEO, headers)).body.id, ids[0]);
    assert.equal((await upload(id, 'application/pdf', PDF, headers)).status, 422);
    assert.equal((await upload(id, 'image/png', PNG_HEAD)).status, 409);
    assert.equal(await count('media_files'), files);
  });

  test('what is not media, lies, is empty or too big, or is of nobody or another agency is refused, and nothing stored', async () => {
    const id = await opened();
    const before = [await count('media_files'), await count('media_pieces')];
    const html = Buffer.from('<html><script>alert(1)</script></html>');
    for (const [type, bytes, status, states] of [
      ['text/html', html, 415, /image, audio, video or PDF/],
      ['image/svg+xml', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), 415, /image\/jpeg/],
      ['image/png', html, 400, /of no type that is taken/],
      ['image/png', PDF, 400, /application\/pdf/],
      ['video/mp4', PNG_HEAD, 400, /image\/png/],
      ['image/png', Buffer.alloc(0), 400, /empty/],
      ['video/mp4', Buffer.concat([MP4_HEAD, Buffer.alloc(1_048_576)]), 413, /1048576 bytes/],
    ] as const) {
      const { status: answered, body } = await upload(id, type, bytes);
      assert.equal(answered, status, `${type} ${JSON.stringify(body)}`);
      assert.match(body.detail, states);
    }
    assert.equal((await upload(randomUUID(), 'image/png', PNG_HEAD)).status, 404);
    assert.equal((await upload(id, 'image/png', PNG_HEAD, {}, `?description=${'x'.repeat(501)}`)).status, 400);
    assert.equal((await equipment('POST', `/api/incidents/${id}/media`)).status, 400);
    assert.deepEqual([await count('media_files'), await count('media_pieces')], before);
    const { body: kept } = await upload(id, 'image/png', PNG_HEAD);
    for (const who of ['harbor-cad', 'harbor-events']) {
      const path = who === 'harbor-cad' ? '/api/incidents' : '/v1/incident_events';
      assert.equal((await read(`${path}/${id}/media/${kept.id}`, who)).statusCode, 404);
    }
    const other = await opened();
    assert.equal((await read(`/api/incidents/${other}/media/${kept.id}`)).statusCode, 404);
  });

  test('an upload that breaks off leaves nothing behind, and one that is too big is refused before it is read', async () => {
    const id = await opened();
    await world.app.listen({ port: 0, host: '127.0.0.1' });
    const port = (world.app.server.address() as { port: number }).port;
    const before = await count('media_files');
    const head = (length: number, bearer: string) =>
      `POST /api/incidents/${id}/media HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer ${bearer}\r\n` +
      `Content-Type: video/mp4\r\nContent-Length: ${length}\r\n\r\n`;
    const bearer = await token('sandbox-call-handling');
    const broken = connect(port, '127.0.0.1');
    broken.write(head(VIDEO.length, bearer));
    await new Promise((resolve) => broken.write(VIDEO.subarray(0, 300_000), resolve));
    broken.destroy();
    const big = connect(port, '127.0.0.1');
    big.write(head(500_000_000, bearer));
    const answer = await new Promise<string>((resolve) => big.once('data', (bytes) => resolve(String(bytes))));
    big.destroy();
    assert.match(answer, /^HTTP\/1\.1 413 /);
    assert.equal(await count('media_files'), before);
  });

  test('leaves with its incident, and what a killed process left leaves after an hour', async () => {
    const id = await opened();
    await upload(id, 'video/mp4', VIDEO);
    const row = {
      incident_id: null,
      content_type: 'video/mp4',
      size_bytes: 9,
      sha256: 'x',
      started_at: world.clock.now(),
    };
    await world.parts.database.write(async ({ query }) => {
      await query
        .insertInto('media_files')
        .values({ id: 'left', agency_id: 'sandbox-county', ...row })
        .execute();
      await query.insertInto('media_pieces').values({ media_id: 'left', number: 0, content: PDF }).execute();
    });
    const left = () =>
      world.parts.database.read.selectFrom('media_files').select('id').where('id', '=', 'left').executeTakeFirst();
    await world.cleanUp.run();
    assert.ok((await left()) !== undefined);
    world.clock.advance(3_600_001);
    await world.cleanUp.run();
    assert.equal(await left(), undefined);
    const actor = { kind: 'console', id: 'sallyport' } as const;
    await setRetention(world.parts, { agencyId: 'sandbox-county', days: 7, actor });
    world.clock.advance(8 * DAY_MS);
    await world.cleanUp.run();
    await world.cleanUp.run();
    assert.deepEqual([await count('media_files'), await count('media_pieces')], [0, 0]);
    const incidents = await world.parts.database.read.selectFrom('incidents').select('id').execute();
    assert.deepEqual(incidents, []);
  });
});
