import { type Exchange, NotReached } from './exchange.ts';
import type { Kind } from './kinds.ts';
import type { Run } from './run.ts';

/** One thing an answer must be. */
export interface Check {
  /** What is promised, as a report prints it. */
  readonly name: string;
  /** What is wrong, as one sentence; null where nothing is. Throws `NotReached` where it cannot be seen. */
  fault(exchange: Exchange, run: Run): string | null | Promise<string | null>;
  /** True of an answer that is another kind of answer altogether, so that its other lines say nothing. */
  isAnother?(exchange: Exchange): boolean;
}

const LONGEST_SHOWN = 120;

/** A value as a fault shows it. */
function shown(value: unknown): string {
  if (value === undefined) return 'missing';
  const whole = JSON.stringify(value);
  const short = whole.length > LONGEST_SHOWN ? `${whole.slice(0, LONGEST_SHOWN)}…` : whole;
  return typeof value === 'object' ? short : `${short} (${typeof value === 'string' ? 'text' : `a ${typeof value}`})`;
}

const isSuccess = (status: number) => status < 400;

/** The status is one of these. Where a success was promised and a refusal came, or the reverse, the rest is not looked at. */
export const status = (...wanted: readonly number[]): Check => ({
  name: `answers ${wanted.join(' or ')}`,
  fault: (exchange) =>
    wanted.includes(exchange.status) ? null : `the status must be ${wanted.join(' or ')}; it is ${exchange.status}`,
  isAnother: (exchange) => !wanted.some((one) => isSuccess(one) === isSuccess(exchange.status)),
});

/** The media type is this; parameters, as a charset, are free. */
export const mediaType = (wanted: string): Check => ({
  name: `answers ${wanted}`,
  fault({ headers }) {
    const given = headers.get('content-type') ?? 'missing';
    const type = given.replace(/;.*/s, '').trim().toLowerCase();
    return type === wanted ? null : `Content-Type must be ${wanted}; it is ${given}`;
  },
});

/** The body is JSON, whatever its type. */
export const jsonBody: Check = {
  name: 'the body is JSON',
  fault: ({ json }) => (json === undefined ? 'the body must be JSON; it is not' : null),
};

/** The body is JSON and is called so. */
export const json: Check = {
  name: 'answers JSON',
  fault: (exchange, run) => mediaType('application/json').fault(exchange, run) ?? jsonBody.fault(exchange, run),
};

/** The value at such a path as `message.alert.id`. Throws `NotReached` where there is nothing to have it. */
export function valueAt({ json, text }: Exchange, path: string): unknown {
  if (json === undefined) throw new NotReached(text === '' ? 'the answer has no body' : 'the answer is not JSON');
  let value: unknown = json;
  for (const name of path === '' ? [] : path.split('.')) {
    if (typeof value !== 'object' || value === null) throw new NotReached(`nothing that has ${name} was received`);
    value = (value as Readonly<Record<string, unknown>>)[name];
  }
  return value;
}

/** The member at that path is of that kind; the whole body where the path is empty. */
export const member = (path: string, { must, fits }: Kind): Check => {
  const name = path === '' ? 'the body' : path;
  return {
    name: `${name} ${must}`,
    fault(exchange) {
      const value = valueAt(exchange, path);
      return fits(value) ? null : `${name} must be so: ${must}; it is ${shown(value)}`;
    },
  };
};

/** A rule over the whole answer; `fault` says what is wrong. */
export const rule = (name: string, fault: Check['fault']): Check => ({ name, fault });
