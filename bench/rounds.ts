import type { Sample, Subject } from './case.ts';

/** How long and how often: the warm-up is one whole interleaved round whose samples are thrown away. */
export interface Schedule {
  rounds: number;
  roundMs: number;
  warmUpMs: number;
}

/** Samples of each subject by name, in round order, so that the n-th samples of two subjects were taken side by side. */
export type Samples = Map<string, Sample[]>;

/**
 * Measures the subjects in turn, A B C A B C, so that a slow minute of the machine falls on all of them.
 * Never two at once: they share the server core.
 */
export async function measureInRounds(
  subjects: Subject[],
  schedule: Schedule,
  progress: (line: string) => void,
): Promise<Samples> {
  for (const subject of subjects) await subject.measure(schedule.warmUpMs);
  const samples: Samples = new Map(subjects.map(({ name }) => [name, []]));
  for (let round = 1; round <= schedule.rounds; round += 1) {
    for (const subject of subjects) {
      const sample = await subject.measure(schedule.roundMs);
      samples.get(subject.name)?.push(sample);
      progress(`  round ${round}/${schedule.rounds}  ${subject.name}: ${sample.ratePerSecond.toFixed(0)}/s`);
    }
  }
  return samples;
}
