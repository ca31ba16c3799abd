import { json, member, rule, status, valueAt } from './checks.ts';
import { NotReached } from './exchange.ts';
import * as be from './kinds.ts';
import { type Line, linesOf } from './lines.ts';
import { detail } from './rapidsos-kinds.ts';
import { clientToken, someAlertId } from './rapidsos-steps.ts';
import type { Run, Step } from './run.ts';
import { bearerOf, JSON_TYPE } from './tokens.ts';

const RADE = 'documentation: RapidSOS Additional Data Enhanced (RAD-E) 2.0.0';
const TYPES = ['text', 'link', 'timestamp', 'hidden', 'date', 'image'];

const pathOf = ({ settings: { radePath } }: Run): string => {
  if (radePath === null) throw new NotReached('no path of RAD-E was given');
  return radePath;
};
const reading = (queryOf: (run: Run) => Promise<string>): Step => {
  return async (run) => {
    const path = `${pathOf(run)}${await queryOf(run)}`;
    return run.send({ method: 'GET', path, headers: await bearerOf(run, clientToken) });
  };
};
const ofAlert = reading(async (run) => `?alert_id=${encodeURIComponent(await someAlertId(run))}`);
const ofNothing = reading(async () => '');
const postedOfAlert: Step = async (run) => {
  const headers = { ...(await bearerOf(run, clientToken)), ...JSON_TYPE };
  const body = JSON.stringify({ alert_id: await someAlertId(run) });
  return run.send({ method: 'POST', path: pathOf(run), headers, body });
};
const withoutToken: Step = (run) => run.send({ method: 'GET', path: `${pathOf(run)}?caller_id=15555550100` });

type Members = Readonly<Record<string, unknown>>;

/** The sources of an answer: everything with data and how to draw it, because the name of their list is not published. */
function sourcesIn(value: unknown): readonly Members[] {
  if (typeof value !== 'object' || value === null) return [];
  const members = value as Members;
  if ('data' in members || 'display_schema' in members) return [members];
  return Object.values(value).flatMap(sourcesIn);
}
/** Every field of a display schema: whatever in it states how it is drawn. */
function fieldsIn(value: unknown): readonly Members[] {
  if (typeof value !== 'object' || value === null) return [];
  const inner = Object.values(value).flatMap(fieldsIn);
  return 'type' in value ? [value as Members, ...inner] : inner;
}
const sourcesOf = (exchange: Parameters<typeof valueAt>[0]) => {
  const sources = sourcesIn(valueAt(exchange, ''));
  if (sources.length === 0) throw new NotReached('the answer has no data source');
  return sources;
};
const hasData = rule('each source has its data as an object', (exchange) =>
  sourcesOf(exchange).every(({ data }) => be.object.fits(data)) ? null : 'data must be an object; one is not',
);
const hasSchema = rule('each source has a display schema', (exchange) =>
  sourcesOf(exchange).every(({ display_schema: schema }) => be.list.fits(schema) || be.object.fits(schema))
    ? null
    : 'display_schema must be a list or an object; one is not',
);
const hasTypes = rule(`each field is one of ${TYPES.join(', ')}`, (exchange) => {
  const types = sourcesOf(exchange).flatMap(({ display_schema: schema }) => fieldsIn(schema).map(({ type }) => type));
  const strange = types.find((type) => typeof type !== 'string' || !TYPES.includes(type));
  return strange === undefined ? null : `type must be one of ${TYPES.join(', ')}; one is ${JSON.stringify(strange)}`;
});

const of = (title: string, step: Step, checks: Parameters<typeof linesOf>[2]) =>
  linesOf(title, { step, source: RADE, needs: ['rade'] }, checks);

/** Additional data about an alert, where the server answers it. */
export const RADE_LINES: readonly Line[] = [
  ...of('RAD-E by an alert, GET', ofAlert, [status(200), json, hasData, hasSchema, hasTypes]),
  ...of('RAD-E by an alert, POST', postedOfAlert, [status(200), json]),
  ...of('RAD-E of nothing', ofNothing, [status(400), json, detail]),
  ...of('RAD-E without a token', withoutToken, [status(401), json, member('detail', be.filledText)]),
];
