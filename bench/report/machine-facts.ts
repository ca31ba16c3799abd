import { closeSync, fdatasyncSync, openSync, rmSync, statfsSync, writeSync } from 'node:fs';
import { cpus, release, totalmem } from 'node:os';
import { join } from 'node:path';
import { pinningFact } from '../process/pinning.ts';
import { percentile } from './statistics.ts';

const SYNC_COUNT = 200;
/** A page of SQLite's write-ahead log. */
const SYNC_BYTES = 4096;
/** `f_type` of statfs(2). */
const MEMORY_FILESYSTEMS = new Map([
  [0x01021994, 'tmpfs'],
  [0x858458f6, 'ramfs'],
]);

/** Throws when `directory` is kept in memory, where a commit costs nothing and durability would be free. */
export function requireDisk(directory: string): void {
  const memory = MEMORY_FILESYSTEMS.get(statfsSync(directory).type);
  if (memory)
    throw new Error(`${directory} is on ${memory}; the bench needs a disk, because durable writes are measured`);
}

function syncFact(directory: string): string {
  const path = join(directory, 'sync-cost');
  const page = Buffer.alloc(SYNC_BYTES, 1);
  const file = openSync(path, 'w');
  const costsMs = new Float64Array(SYNC_COUNT);
  for (let index = 0; index < SYNC_COUNT; index += 1) {
    const startedAt = performance.now();
    writeSync(file, page);
    fdatasyncSync(file);
    costsMs[index] = performance.now() - startedAt;
  }
  closeSync(file);
  rmSync(path);
  const [half, most] = [percentile([costsMs], 0.5), percentile([costsMs], 0.99)];
  return `4 KiB append and fdatasync: p50 ${half.toFixed(2)} ms, p99 ${most.toFixed(2)} ms`;
}

/** What the numbers below it depend on, as Markdown list items. The sync cost is measured in `directory`. */
export function machineFacts(directory: string): string {
  const cores = cpus();
  const facts = [
    `${cores[0]?.model ?? 'unknown CPU'}, ${cores.length} cores, ${(totalmem() / 2 ** 30).toFixed(0)} GiB`,
    `Node ${process.versions.node}, ${process.platform} ${release()}`,
    pinningFact,
    syncFact(directory),
  ];
  return facts.map((fact) => `- ${fact}`).join('\n');
}
