import { runStream } from './run-stream.ts';
import type { LoadJob, LoadReply } from './stream.ts';

// A program of its own, so that it can be pinned away from the servers. It ends when the IPC channel closes.

async function run(job: LoadJob): Promise<LoadReply> {
  try {
    return { results: await Promise.all(job.streams.map((stream) => runStream(stream, job.durationMs))) };
  } catch (err) {
    return { error: err instanceof Error ? err.message : String(err) };
  }
}

process.on('message', (job: LoadJob) => {
  void run(job).then((reply) => process.send?.(reply));
});
