import type { Check } from './checks.ts';
import { NoAnswer, NotOffered, NotReached } from './exchange.ts';
import type { Run, Step } from './run.ts';

/**
 * Which of the lines a run has: all, or those that need a person, a second client, leave to write, an address at which the run
 * receives, the path of what has no published one, a personal token, or leave to send too much.
 */
export type Need = 'person' | 'second' | 'write' | 'receiver' | 'rade' | 'personal' | 'flood';

/** One promise of a vendor's documents. */
export interface Line {
  readonly name: string;
  /** The public title of the document, with its section. */
  readonly source: string;
  readonly needs: readonly Need[];
  readonly step: Step;
  readonly check: Check;
}

/** What came of a line: it holds, it fails, or nothing could be seen (null), and why. */
export interface Finding {
  /** True where nothing could be seen because the server states that it does not offer it. */
  readonly isNotOffered: boolean;
  readonly line: string;
  readonly source: string;
  readonly holds: boolean | null;
  readonly fault: string | null;
  readonly sent: string;
  readonly received: string;
}

/** Lines about one step. A check with another source than the rest stands with it: `[check, source]`. */
export function linesOf(
  title: string,
  { step, source, needs = [] }: { step: Step; source: string; needs?: readonly Need[] },
  checks: readonly (Check | readonly [Check, string])[],
): readonly Line[] {
  return checks.map((given) => {
    const [check, from] = 'name' in given ? [given, source] : given;
    return { name: `${title}: ${check.name}`, source: from, needs, step, check };
  });
}

const SHOWN_HEADERS = ['content-type', 'location', 'allow', 'www-authenticate', 'retry-after'];
const LONGEST_SHOWN = 2_000;

function receivedText({ status, headers, text }: { status: number; headers: Headers; text: string }): string {
  const known = SHOWN_HEADERS.flatMap((name) => (headers.has(name) ? [`${name}: ${headers.get(name)}`] : []));
  const body = text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN)}…` : text;
  return [`HTTP ${status}`, ...known, ...(body === '' ? [] : ['', body])].join('\n');
}

interface Seen {
  /** Why the step's other lines are not looked at, once one has failed for all of them. */
  readonly broken: Map<Step, string>;
}

async function look(run: Run, line: Line, { broken }: Seen): Promise<Omit<Finding, 'line' | 'source'>> {
  const nothing = { isNotOffered: false, sent: '', received: '' };
  const known = broken.get(line.step);
  let exchange: Awaited<ReturnType<Step>>;
  try {
    exchange = await run.take(line.step);
  } catch (err) {
    if (err instanceof NotReached) {
      return { ...nothing, isNotOffered: err instanceof NotOffered, holds: null, fault: err.message };
    }
    if (!(err instanceof NoAnswer)) throw err;
    broken.set(line.step, err.message);
    return { ...nothing, holds: known === undefined ? false : null, fault: err.message };
  }
  // A secret is hidden before the text is cut, so that no half of one is left.
  const hidden = { ...exchange, text: run.secrets.hide(exchange.text) };
  const [sent, received] = [run.secrets.hide(exchange.sent), run.secrets.hide(receivedText(hidden))];
  const shown = { isNotOffered: false, sent, received };
  if (known !== undefined) return { ...shown, holds: null, fault: known };
  try {
    const fault = await line.check.fault(exchange, run);
    if (fault === null) return { ...shown, holds: true, fault: null };
    if (line.check.isAnother?.(exchange)) broken.set(line.step, `another answer came: ${exchange.status}`);
    return { ...shown, holds: false, fault };
  } catch (err) {
    if (err instanceof NotReached || err instanceof NoAnswer) return { ...shown, holds: null, fault: err.message };
    throw err;
  }
}

/** Looks at one line after the other; every text of what it yields has its secrets hidden. */
export async function* findingsOf(run: Run, lines: readonly Line[]): AsyncGenerator<Finding> {
  const seen: Seen = { broken: new Map() };
  for (const line of lines) {
    const finding = await look(run, line, seen);
    const { name, source } = line;
    const fault = finding.fault === null ? null : run.secrets.hide(finding.fault);
    yield { line: name, source, ...finding, fault };
  }
}
