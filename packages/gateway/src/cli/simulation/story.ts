import type { BatchChange, OpenCallRequest, ReportedLocation, TriggerRequest } from '@sallyport/contract';
import { Dice } from './dice.ts';
import { CENTER, CLASSES_OF_SERVICE, CONVERSATIONS, EMERGENCIES, NAMES, SITES, UNITS } from './people-and-places.ts';

/** What is sent; a spoken word gets its instants when it is sent. */
export type Act =
  | { readonly kind: 'open'; readonly request: OpenCallRequest }
  | { readonly kind: 'raise'; readonly request: TriggerRequest }
  | { readonly kind: 'change'; readonly change: BatchChange }
  | { readonly kind: 'speak'; readonly speaker: 'Caller' | 'CallTaker'; readonly word: string };

/** One happening of an incident, so many seconds after the incident's start, and the words the terminal shows for it. */
export interface Step {
  readonly afterSeconds: number;
  readonly act: Act;
  readonly line: string;
}

/** One incident from its beginning to its end; the first step opens it. */
export interface Story {
  readonly number: number;
  readonly startsAtSeconds: number;
  readonly steps: readonly Step[];
}

const SECONDS_A_WORD = 0.45;
const CALLS_SHARE = 0.6;

function phoneOf(dice: Dice): string {
  return `+155555501${String(dice.whole(0, 99)).padStart(2, '0')}`;
}

function rounded(value: number): number {
  return Math.round(value * 1e6) / 1e6;
}

/** A caller who moves in one direction while the source grows surer: the same place, within fewer and fewer meters. */
function pathOf(dice: Dice): () => ReportedLocation {
  const heading = dice.between(0, 2 * Math.PI);
  const stride = dice.isLucky(0.5) ? dice.between(0.00005, 0.0004) : 0.00001;
  let latitude = CENTER.latitude + dice.between(-0.03, 0.03);
  let longitude = CENTER.longitude + dice.between(-0.03, 0.03);
  let radius = dice.between(300, 1_200);
  let isFirst = true;
  return () => {
    const source = isFirst ? 'Phase II' : 'DBH';
    const place = {
      latitude: rounded(latitude),
      longitude: rounded(longitude),
      uncertainty_radius: Math.round(radius),
      confidence: 90,
      source,
    };
    isFirst = false;
    latitude += stride * Math.sin(heading);
    longitude += stride * Math.cos(heading);
    radius = Math.max(6, radius * dice.between(0.35, 0.7));
    return place;
  };
}

const whereLine = ({ latitude, longitude, uncertainty_radius }: ReportedLocation) =>
  `at ${latitude}, ${longitude} within ${uncertainty_radius} m`;

function changed(afterSeconds: number, change: BatchChange, line: string): Step {
  return { afterSeconds, act: { kind: 'change', change }, line };
}

function responseSteps(dice: Dice, from: number): Step[] {
  const unit = dice.oneOf(UNITS);
  let afterSeconds = from;
  return ['Dispatched', 'En route', 'On scene'].map((status) => {
    afterSeconds += dice.between(5, 12);
    return changed(afterSeconds, { response: { unit, status } }, `${unit}: ${status}`);
  });
}

function callSteps(dice: Dice, number: number): Step[] {
  const nextPlace = pathOf(dice);
  const first = nextPlace();
  const call = {
    caller_phone_number: phoneOf(dice),
    class_of_service: dice.oneOf(CLASSES_OF_SERVICE),
    position: `Seat ${dice.whole(1, 8)}`,
  };
  const { lines, note } = dice.oneOf(CONVERSATIONS);
  const steps: Step[] = [
    {
      afterSeconds: 0,
      act: { kind: 'open', request: { call, location: first } },
      line: `call from ${call.caller_phone_number}, ${whereLine(first)}`,
    },
  ];
  let spokenUntil = 1;
  for (const [speaker, text] of lines) {
    for (const word of text.split(' ')) {
      steps.push({ afterSeconds: spokenUntil, act: { kind: 'speak', speaker, word }, line: `${speaker}: ${word}` });
      spokenUntil += SECONDS_A_WORD;
    }
    spokenUntil += dice.between(0.5, 1.5);
  }
  for (let at = 3, count = dice.whole(5, 9); count > 0; count -= 1, at += dice.between(2.5, 4.5)) {
    const location = nextPlace();
    steps.push(changed(at, { location }, `caller ${whereLine(location)}`));
  }
  steps.push(changed(dice.between(10, 14), { note: { text: note } }, `note: ${note}`));
  if (dice.isLucky(0.6)) {
    const isVideo = dice.isLucky(0.4);
    const url = `https://media.sandbox.test/${number}.${isVideo ? 'mp4' : 'jpg'}`;
    const media = { url, media_type: isVideo ? 'video' : 'photo', description: 'Sent by the caller' } as const;
    steps.push(changed(dice.between(12, 20), { media }, `${media.media_type}: ${url}`));
  }
  const responses = responseSteps(dice, 8);
  const endsAt = Math.max(spokenUntil, responses.at(-1)?.afterSeconds ?? 0) + dice.between(3, 10);
  if (dice.isLucky(0.15)) {
    const to = 'Harbor City Dispatch';
    steps.push(changed(endsAt - 2, { transfer: { to } }, `transferred to ${to}`));
  }
  return [...steps, ...responses, changed(endsAt, { end: {} }, 'call ended')];
}

function alertSteps(dice: Dice, count: number): Step[] {
  // Each type in turn, so that every one of them comes up; then one alert that is a test.
  const turn = count % (EMERGENCIES.length + 1);
  const isTest = turn === EMERGENCIES.length;
  const [type, description] = (isTest ? undefined : EMERGENCIES[turn]) ?? dice.oneOf(EMERGENCIES);
  const emergencyType = isTest ? `TEST_${type}` : type;
  const { latitude, longitude, uncertainty_radius } = pathOf(dice)();
  const user = { full_name: dice.oneOf(NAMES), phone_number: phoneOf(dice) };
  const event = {
    emergency_type: emergencyType,
    site_type: dice.oneOf(SITES),
    description,
    location: { geodetic: { latitude, longitude, uncertainty: uncertainty_radius } },
  };
  const raised: Step = {
    afterSeconds: 0,
    act: { kind: 'raise', request: { callflow: 'sandbox', variables: { user, event } } },
    line: `alert ${emergencyType} from ${user.full_name}: ${description}`,
  };
  return isTest ? [raised] : [raised, ...responseSteps(dice, 4)];
}

/** The incidents of a seed, without end, at so many a minute: the same seed gives the same story. */
export function* sendStories(seed: number, ratePerMinute: number): Generator<Story> {
  const dice = new Dice(seed);
  let startsAtSeconds = 0;
  let alerts = dice.whole(0, EMERGENCIES.length - 1);
  for (let number = 1; ; number += 1) {
    const isCall = dice.isLucky(CALLS_SHARE);
    const steps = isCall ? callSteps(dice, number) : alertSteps(dice, alerts);
    if (!isCall) alerts += 1;
    yield { number, startsAtSeconds, steps: steps.sort((left, right) => left.afterSeconds - right.afterSeconds) };
    startsAtSeconds += (60 / ratePerMinute) * dice.between(0.5, 1.5);
  }
}
