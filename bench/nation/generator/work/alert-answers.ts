import type { EventKind } from '../../event-counts.ts';
import type { Work } from '../work.ts';
import type { OpenAlert, World } from '../world.ts';

/** What a center answers to an alert, in order. */
const ANSWERS: readonly { kind: EventKind; method: 'PATCH' | 'POST'; part: string; json: object }[] = [
  { kind: 'alert status', method: 'PATCH', part: '', json: { status: 'ACCEPTED' } },
  {
    kind: 'alert message',
    method: 'POST',
    part: '/log_messages',
    json: { message_type: 'CHAT_MESSAGE', message: 'Which door?' },
  },
  { kind: 'alert disposition', method: 'PATCH', part: '', json: { disposition: 'ENROUTE' } },
  { kind: 'alert disposition', method: 'PATCH', part: '', json: { disposition: 'ON_SCENE' } },
];

async function answer(world: World, alert: OpenAlert): Promise<void> {
  const { agency, id, answered } = alert;
  const next = ANSWERS[answered];
  if (next === undefined) return;
  const { kind, method, part, json } = next;
  await world.write(agency, [kind], { method, path: `/v1/alerts/${id}${part}`, headers: agency.headers, json });
  if (answered + 1 < ANSWERS.length) world.openAlerts.push({ ...alert, answered: answered + 1 });
}

export const alertAnswers: Work = {
  kind: 'alertAnswers',
  title: 'answers to alerts',
  perform(world) {
    const alert = world.openAlerts.shift();
    return alert === undefined ? null : answer(world, alert);
  },
};
