import assert from 'node:assert/strict';
import { it } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { eventually } from '../../packages/testing/src/barrier.ts';
import { type CookieJar, expectJson } from '../e2e/http-client.ts';
import { clientToken, signIn } from '../e2e/sandbox.ts';
import { newCaller, sendAlert } from './alerts.ts';
import { framesOf, framesText, longGaps } from './frames.ts';
import { signInAt } from './people.ts';
import { openStage } from './stage.ts';

const stage = await openStage(['--disable-3d-apis']);

const CALLS = 300;
const ALERTS = 150;
const WAITING = 50;
const ACTIVE = CALLS + ALERTS + WAITING;
const CHANGES_A_SECOND = 20;
/** `SALLYPORT_TEST_BUSY_SECONDS=60` measures a whole minute. */
const SECONDS = Number(process.env['SALLYPORT_TEST_BUSY_SECONDS'] ?? 30);
const LONG_FRAME_MS = 100;
const SENT_AT_ONCE = 8;
const SEAT = '00000000-0000-4000-8000-000000000001';

/** A room's equipment, its alarm company and a colleague, who go on changing what the page shows. */
class Room {
  readonly #equipment: string;
  readonly #alarm: string;
  readonly #colleague: CookieJar;
  readonly #calls: string[] = [];
  readonly #alerts: string[] = [];
  #turn = 0;
  readonly #changes = [
    () => this.#moveCaller(),
    () => this.openCall(),
    () => this.#claim(),
    () => this.#moveCaller(),
    () => this.raiseAlert(),
    () => this.#endCall(),
    () => this.#moveCaller(),
    () => this.#release(),
    () => this.#cancelAlert(),
    () => this.#addNote(),
  ];

  constructor(equipment: string, alarm: string, colleague: CookieJar) {
    this.#equipment = equipment;
    this.#alarm = alarm;
    this.#colleague = colleague;
  }

  /** The next of the changes; as many incidents begin as end, so that as many stay active. */
  change(): Promise<unknown> {
    this.#turn += 1;
    return this.#changes[this.#turn % this.#changes.length]?.() ?? Promise.resolve();
  }

  async openCall(): Promise<void> {
    const json = { call: { caller_phone_number: newCaller().number } };
    const { id } = await this.#equip<{ id: string }>('/api/incidents', json);
    this.#calls.push(id);
  }

  async raiseAlert(): Promise<void> {
    this.#alerts.push(await sendAlert(stage.url, { phone: newCaller().number, description: `Zone ${this.#turn}` }));
  }

  async raiseWaiting(): Promise<void> {
    await this.#setStatus(await sendAlert(stage.url, { phone: newCaller().number }), 'DISPATCH_REQUESTED');
  }

  #equip<T>(path: string, json: object, status = 201): Promise<T> {
    return expectJson<T>(stage.url, status, { method: 'POST', path, token: this.#equipment, json });
  }

  #setStatus(alertId: string, status: string) {
    const path = `/v1/alerts/${alertId}`;
    return expectJson(stage.url, 200, { method: 'PATCH', path, token: this.#alarm, json: { status } });
  }

  /** Of the newer half of the calls, which none of these changes ends meanwhile. */
  #someCall(): string {
    const half = Math.floor(this.#calls.length / 2);
    return `/api/incidents/${this.#calls[half + ((this.#turn * 7) % half)]}`;
  }

  #moveCaller() {
    const json = { latitude: 40.7 + this.#turn / 10_000, longitude: -73.9, uncertainty_radius: 12 };
    return this.#equip(`${this.#someCall()}/locations`, json);
  }

  #addNote() {
    return this.#equip(`${this.#someCall()}/notes`, { text: 'Caller moves to the back door' });
  }

  #endCall() {
    return this.#equip(`/api/incidents/${this.#calls.shift()}/end`, {}, 200);
  }

  #cancelAlert() {
    return this.#setStatus(this.#alerts.shift() ?? '', 'CANCELED');
  }

  #claim() {
    const path = `/api/incidents/${this.#calls.at(-1)}/claim`;
    return expectJson(stage.url, 200, { method: 'POST', path, jar: this.#colleague, json: { seat: SEAT } });
  }

  #release() {
    const path = `/api/incidents/${this.#calls.at(-1)}/claim`;
    return expectJson(stage.url, 200, { method: 'DELETE', path, jar: this.#colleague });
  }
}

async function openRoom(): Promise<Room> {
  const colleague = await signIn(stage.url, 'sandboxAdmin');
  // What waits for an answer waits until the test is over.
  const json = { accept_within_seconds: 900 };
  await expectJson(stage.url, 200, { method: 'PATCH', path: '/api/alert-settings', jar: colleague, json });
  const room = new Room(
    await clientToken(stage.url, 'sandbox-call-handling'),
    await clientToken(stage.url, 'sandbox-alarm'),
    colleague,
  );
  const making = [
    ...Array.from({ length: CALLS }, () => () => room.openCall()),
    ...Array.from({ length: ALERTS }, () => () => room.raiseAlert()),
    ...Array.from({ length: WAITING }, () => () => room.raiseWaiting()),
  ];
  const makeAll = async () => {
    for (let make = making.pop(); make !== undefined; make = making.pop()) await make();
  };
  await Promise.all(Array.from({ length: SENT_AT_ONCE }, makeAll));
  return room;
}

async function activeOn(page: Page): Promise<number> {
  const first = page.getByRole('list', { name: 'Incidents', exact: true }).locator('li').first();
  return Number(await first.getAttribute('aria-setsize'));
}

it(`draws no frame of ${LONG_FRAME_MS} ms with ${ACTIVE} active incidents and ${CHANGES_A_SECOND} changes a second`, async (t) => {
  const room = await openRoom();
  const page = await stage.visit();
  await signInAt(page, `${stage.url}/portal`, 'sandboxAgent');
  await eventually(async () => (await activeOn(page)) >= ACTIVE);
  await page.waitForLoadState('networkidle');
  const empty = await stage.visit();
  const endFrames = await framesOf(page);
  const endEmptyFrames = await framesOf(empty);

  const sent: Promise<unknown>[] = [];
  const startedAt = performance.now();
  for (let count = 1; count <= SECONDS * CHANGES_A_SECOND; count += 1) {
    sent.push(room.change());
    await pause(Math.max(0, startedAt + (count * 1_000) / CHANGES_A_SECOND - performance.now()));
  }
  await Promise.all(sent);
  const seconds = (performance.now() - startedAt) / 1_000;
  const [frames, emptyFrames] = [await endFrames(), await endEmptyFrames()];
  t.diagnostic(`${sent.length} changes in ${seconds.toFixed(1)} s`);
  t.diagnostic(`the incidents: ${framesText(frames)}`);
  t.diagnostic(`an empty page beside them: ${framesText(emptyFrames)}`);

  // The page followed: what is sent now is there, and as many are active as before.
  await sendAlert(stage.url, { phone: newCaller().number, type: 'ACTIVE_ASSAILANT', description: 'After all of it' });
  await page.locator('a[data-row]').first().getByText('After all of it').waitFor();
  assert.ok((await activeOn(page)) >= ACTIVE, `${await activeOn(page)} are active`);
  assert.ok(sent.length / seconds > CHANGES_A_SECOND * 0.9, `${sent.length} changes in ${seconds} s`);
  // An empty page has long frames only where other programs take the processor: on a quiet machine none.
  const ofTheMachine = longGaps(emptyFrames, LONG_FRAME_MS / 2);
  assert.ok(longGaps(frames, LONG_FRAME_MS) <= ofTheMachine, framesText(frames));
});
