/** The busy hour of the United States: what there is of everything, and how much of each kind of work falls due a second. */
export const NATION = {
  agencies: 6_000,
  streams: { portal: 10_000, rapidsos: 5_000, prepared: 3_000, cable: 2_000 },
  webhooks: 1_000,
  perSecond: {
    calls: 13,
    alerts: 5,
    alertAnswers: 18,
    locations: 320,
    /** With the four kinds above, and the location that comes with an alert, these are 600 events a second. */
    updates: 239,
    lookups: 400,
    deeplinks: 18,
    machineTokens: 60,
    passwordSignIns: 28,
  },
} as const;

export type WorkKind = keyof typeof NATION.perSecond;
export type StreamKind = keyof typeof NATION.streams;

/** One agency in twenty is large: together they have this part of the work, the streams and the webhooks. */
const LARGE_AGENCIES = 1 / 20;
const WORK_OF_THE_LARGE = 0.4;

/** What there is of everything in a share of the nation: at least one of each, so that no kind of work is left out. */
export interface Scale {
  readonly share: number;
  readonly agencies: number;
  readonly streams: Readonly<Record<StreamKind, number>>;
  readonly webhooks: number;
}

export function scaleOf(share: number): Scale {
  const part = (whole: number) => Math.max(1, Math.round(whole * share));
  const { portal, rapidsos, prepared, cable } = NATION.streams;
  return {
    share,
    agencies: part(NATION.agencies),
    streams: { portal: part(portal), rapidsos: part(rapidsos), prepared: part(prepared), cable: part(cable) },
    webhooks: part(NATION.webhooks),
  };
}

/** The place of one of so many agencies, by a number of [0, 1) that decides. */
export function chooseAgency(agencies: number, decides: number): number {
  const large = Math.max(1, Math.round(agencies * LARGE_AGENCIES));
  if (agencies === large) return Math.floor(decides * agencies);
  if (decides < WORK_OF_THE_LARGE) return Math.floor((decides / WORK_OF_THE_LARGE) * large);
  const rest = (decides - WORK_OF_THE_LARGE) / (1 - WORK_OF_THE_LARGE);
  return large + Math.floor(rest * (agencies - large));
}

/** Which agency each of so many streams or webhooks is of: dealt out as the work is. */
export function dealToAgencies(count: number, agencies: number): number[] {
  return Array.from({ length: count }, (_, index) => chooseAgency(agencies, (index + 0.5) / count));
}

/** The parts of one run. Only those after the warm-up have latencies; everything counts as asked, done and kept. */
export interface Phase {
  readonly name: 'warm-up' | 'the hour' | 'surge' | 'recovery';
  readonly durationMs: number;
  /** Times the ordinary rate. */
  readonly rate: number;
}

const SURGE = 5;

/** Every phase, at `rate` times the ordinary rate. */
export function phasesOf(
  durationsMs: { warmUp: number; hour: number; surge: number; recovery: number },
  rate = 1,
): Phase[] {
  return [
    { name: 'warm-up', durationMs: durationsMs.warmUp, rate },
    { name: 'the hour', durationMs: durationsMs.hour, rate },
    { name: 'surge', durationMs: durationsMs.surge, rate: rate * SURGE },
    { name: 'recovery', durationMs: durationsMs.recovery, rate },
  ];
}
