import type { IncidentEvent } from '../events/types.ts';
import type { TranscriptWord } from '../incident/change.ts';

/** What one speaker stated without the other one speaking in between. */
export interface Utterance {
  readonly speaker: TranscriptWord['speaker'];
  readonly startedAt: number;
  readonly text: string;
}

/**
 * The words as they stand, in the order they were spoken: new words replace that speaker's words from the first new one's
 * start on, because a recogniser corrects itself.
 */
export function foldWords(additions: readonly (readonly TranscriptWord[])[]): TranscriptWord[] {
  let words: TranscriptWord[] = [];
  for (const added of additions) {
    for (const speaker of ['Caller', 'CallTaker'] as const) {
      const own = added.filter((word) => word.speaker === speaker);
      if (own.length === 0) continue;
      const from = Math.min(...own.map(({ startedAt }) => startedAt));
      words = [...words.filter((word) => word.speaker !== speaker || word.startedAt < from), ...own];
    }
  }
  return words.sort((left, right) => left.startedAt - right.startedAt);
}

/** The words an event added, each with when they were received. */
export function wordsOf({ at, body }: IncidentEvent<'transcript.added'>): TranscriptWord[] {
  return body.words.map((word) => ({ ...word, receivedAt: at }));
}

/** The word as long as it was, and spoken no later than it was received. */
export function asReceived({ receivedAt, ...word }: TranscriptWord): TranscriptWord {
  const ahead = Math.max(0, word.endedAt - (receivedAt ?? word.endedAt));
  return { ...word, startedAt: word.startedAt - ahead, endedAt: word.endedAt - ahead };
}

/** The transcript as it stands, by who spoke when. */
export function foldTranscript(additions: readonly (readonly TranscriptWord[])[]): Utterance[] {
  const utterances: Utterance[] = [];
  for (const { speaker, startedAt, word } of foldWords(additions).map(asReceived)) {
    const last = utterances.at(-1);
    if (last?.speaker === speaker) utterances[utterances.length - 1] = { ...last, text: `${last.text} ${word}` };
    else utterances.push({ speaker, startedAt, text: word });
  }
  return utterances;
}
