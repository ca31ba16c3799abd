import { withUnusedProxy } from '../profiles/unused-proxy.ts';
import type { ContractDialect } from './dialect.ts';
import { type Exchange, NoAnswer, NotReached } from './exchange.ts';
import { type Finding, findingsOf, type Need } from './lines.ts';
import type { Run } from './run.ts';
import { tokenIn } from './tokens.ts';

/** The run is of no use; the message is one sentence with what to check. */
export class CouldNotRun extends Error {}

const REFUSALS = [400, 401, 403];

const hasNoToken = (answer: Exchange) => REFUSALS.includes(answer.status) && tokenIn(answer) === undefined;

/** Refuses to go on, in one sentence, where the server is not there or knows neither the client nor the person. */
async function signIn(
  run: Run,
  { signIns }: ContractDialect,
  isIn: (needs: readonly Need[]) => boolean,
): Promise<void> {
  for (const { step, check, isRefused = hasNoToken } of signIns.filter((one) => isIn(one.needs))) {
    try {
      const answer = await run.take(step);
      if (!isRefused(answer)) continue;
      throw new CouldNotRun(`The server answered ${answer.status} to ${check(run)}`);
    } catch (err) {
      if (err instanceof NoAnswer) {
        throw new CouldNotRun(withUnusedProxy(`${run.base.href} cannot be tested: ${err.message}.`));
      }
      if (!(err instanceof NotReached)) throw err;
    }
  }
}

/**
 * Every finding of a run, in the order of the lines, of those that the run has what they need for. Throws a `CouldNotRun` where
 * it could not run. What was begun is ended whatever happens; `onLeft` is given a sentence for each that could not be.
 */
export async function* perform(
  run: Run,
  dialect: ContractDialect,
  { isIn, onLeft }: { isIn: (needs: readonly Need[]) => boolean; onLeft: (sentence: string) => void },
): AsyncGenerator<Finding> {
  try {
    await signIn(run, dialect, isIn);
    yield* findingsOf(
      run,
      dialect.lines.filter(({ needs }) => isIn(needs)),
    );
  } finally {
    for (const sentence of await run.end()) onLeft(run.secrets.hide(sentence));
  }
}
