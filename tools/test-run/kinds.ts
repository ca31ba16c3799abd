import { readFileSync } from 'node:fs';

const BESIDE_SOURCES = /^packages\/[^/]+\/src\//;
const MEASURES_TIME = /\.timed\.test\.tsx?$/;
const STARTS_SOMETHING = /\b(testPostgres|startPostgresServer|startGatewayProcess|runCommand|node:child_process)\b/;
const CHANGES_THE_PROCESS =
  /^(before|after|beforeEach|afterEach)\(|\bmock\.(timers|method|property)|\bprocess\.(env\[[^\]]+\] = |on\(|chdir|exit)|\bglobalThis\.\w+ = /m;

const MEASURES_THE_PROCESS = /\bnode:v8\b|\bprocess\.memoryUsage\b/;

/** True for a test beside the sources that needs no browser, no other process and no PostgreSQL. */
export function isUnitTest(file: string): boolean {
  return BESIDE_SOURCES.test(file) && !MEASURES_TIME.test(file) && !STARTS_SOMETHING.test(readFileSync(file, 'utf8'));
}

/** True for a test that may run in one process with others: it starts nothing, measures no memory and leaves the process as it was. */
export function mayShareProcess(file: string): boolean {
  const text = readFileSync(file, 'utf8');
  return isUnitTest(file) && !CHANGES_THE_PROCESS.test(text) && !MEASURES_THE_PROCESS.test(text);
}
