import type { TranscriptWord } from '../../incidents/incident/change.ts';

/** `2026-11-21T10:30:00.000+00:00`: the words of a transcript carry an offset. */
function toOffsetInstant(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace('Z', '+00:00');
}

/**
 * The words as Prepared's live transcript states them: durations and the offset from the start of the
 * call in seconds. Every speaker has a line of their own, so that nobody is distinguished by voice.
 */
export function encodeTranscript(words: readonly TranscriptWord[], callStartedAt: number | null) {
  return {
    type: 'transcript',
    words: words.map((word) => ({
      word: word.word,
      speaker: word.speaker,
      confidence: word.confidence,
      started_at: toOffsetInstant(word.startedAt),
      ended_at: toOffsetInstant(word.endedAt),
      duration: (word.endedAt - word.startedAt) / 1000,
      start_offset: callStartedAt === null ? null : (word.startedAt - callStartedAt) / 1000,
      language_code: word.languageCode,
      diarized_speaker: 0,
      diarized_speaker_confidence: 1,
    })),
  };
}
