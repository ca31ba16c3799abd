import { type Phrase, phraseOf } from './phrase.ts';

/** `fault`: something does not work or is open to others. `warning`: it works, and something should be seen to. */
export type FindingStatus = 'ok' | 'warning' | 'fault';

/** What one check found, and what to do about it. */
export interface Finding {
  readonly check: string;
  readonly status: FindingStatus;
  readonly found: string;
  /** Missing where nothing is to be done. */
  readonly action?: string;
  /** The same as a text with places and their values, by which the portal states it in another language. */
  readonly foundBy?: Phrase;
  readonly actionBy?: Phrase;
}

type Sentence = string | Phrase;

const finding =
  (status: FindingStatus) =>
  (check: string, found: Sentence, action?: Sentence): Finding => {
    const foundBy = phraseOf(found);
    if (action === undefined) return { check, status, found: foundBy.sentence, foundBy };
    const actionBy = phraseOf(action);
    return { check, status, found: foundBy.sentence, action: actionBy.sentence, foundBy, actionBy };
  };

export const ok: (check: string, found: Sentence) => Finding = finding('ok');
export const warning: (check: string, found: Sentence, action: Sentence) => Finding = finding('warning');
export const fault: (check: string, found: Sentence, action: Sentence) => Finding = finding('fault');
