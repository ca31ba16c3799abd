import { monotonicMs } from '../../sockets/receiving.ts';
import { dealToAgencies } from '../hour.ts';
import type { GeneratorOrder, Prepared } from './orders.ts';
import { raiseAlert } from './work/alerts.ts';
import { openCall } from './work/calls.ts';
import { locateCaller } from './work/locations.ts';
import { machineToken } from './work/machine-tokens.ts';
import { passwordSignIns } from './work/password-sign-ins.ts';
import { type Agency, World } from './world.ts';

const AT_ONCE = 32;
const FIRST_SIGN_INS = 4;
/** That wait for an answer when the first answers fall due. */
const FIRST_ALERTS = 4;
/** Those that the native dialect has for calls: each of them makes one delivery of each subscription. */
const EVENT_TYPES = ['incident.created', 'location.updated', 'note.added'];

async function each<T>(list: readonly T[], perform: (one: T, index: number) => Promise<unknown>): Promise<void> {
  const entries = list.entries();
  const work = async () => {
    for (const [index, one] of entries) await perform(one, index);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
}

async function prepareAgency(world: World, agency: Agency): Promise<void> {
  agency.headers = { authorization: `Bearer ${await machineToken(world, agency.client)}` };
  await openCall(world, agency);
  await locateCaller(world, agency, agency.standingCall, monotonicMs());
}

/** Subscribes the webhooks, dealt out as the work is. */
async function subscribe(world: World, count: number, receiver: string): Promise<Record<string, number>> {
  const webhooks: Record<string, number> = {};
  await each(dealToAgencies(count, world.agencies.length), async (place, index) => {
    const agency = world.agencies[place] as Agency;
    const path = `/${index}`;
    const headers = { cookie: `sallyport_session=${agency.person.session}` };
    const json = { name: `Webhook ${index}`, url: receiver + path, event_types: EVENT_TYPES };
    await world.ask({ method: 'POST', path: '/api/webhooks', headers, json });
    webhooks[path] = place;
  });
  return webhooks;
}

/** Everything that must be there before the first second of the hour. What it writes is not counted. */
export async function prepare(
  order: GeneratorOrder & { kind: 'prepare' },
): Promise<{ world: World; prepared: Prepared }> {
  const { population, scale, receiver } = order;
  const world = new World(order.origins, population);
  await each(world.agencies, (agency) => prepareAgency(world, agency));
  await each(population.stations, async (station, index) => {
    world.stationHeaders[index] = { authorization: `Bearer ${await machineToken(world, station)}` };
  });
  for (let count = 0; count < FIRST_SIGN_INS; count += 1) {
    await passwordSignIns.perform(world, 0, { lost: () => {}, doubled: () => {} });
  }
  for (let count = 0; count < FIRST_ALERTS; count += 1) await raiseAlert(world, monotonicMs());
  const webhooks = await subscribe(world, scale.webhooks, receiver);
  const agencies = world.agencies.map(({ headers, standingCall }) => ({
    authorization: headers['authorization'] ?? '',
    callId: standingCall.id,
  }));
  for (const { events } of world.agencies) events.reset();
  return { world, prepared: { agencies, webhooks } };
}
