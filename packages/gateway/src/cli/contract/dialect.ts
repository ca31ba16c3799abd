import type { Exchange } from './exchange.ts';
import type { Line, Need } from './lines.ts';
import type { Run, Step } from './run.ts';

/** A token request without which a run is of no use: refused, it says what to check. */
export interface SignIn {
  readonly step: Step;
  readonly needs: readonly Need[];
  /** Whether the answer refuses; a 400, 401 or 403 without a token where it is left out. */
  readonly isRefused?: (answer: Exchange) => boolean;
  /** Who was refused and what to check, after the refusal. */
  readonly check: (run: Run) => string;
}

/** A vendor's dialect, as its documents promise it. */
export interface ContractDialect {
  readonly title: string;
  readonly signIns: readonly SignIn[];
  readonly lines: readonly Line[];
}
