import type { Line, Need } from './lines.ts';
import type { Run, Step } from './run.ts';

/** A token request without which a run is of no use: refused, it says what to check. */
export interface SignIn {
  readonly step: Step;
  readonly needs: readonly Need[];
  /** Who was refused and what to check, after the refusal. */
  readonly check: (run: Run) => string;
}

/** A vendor's dialect, as its documents promise it. */
export interface ContractDialect {
  readonly title: string;
  readonly signIns: readonly SignIn[];
  readonly lines: readonly Line[];
}
