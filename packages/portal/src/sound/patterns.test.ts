import assert from 'node:assert/strict';
import { it } from 'node:test';
import { renderPattern } from './patterns.ts';

for (const [name, seconds] of [
  ['arrival', 3],
  ['assailant', 1.6],
] as const) {
  it(`the ${name} pattern sounds, ends in silence, and neither clips nor clicks where it is repeated`, () => {
    const samples = renderPattern(name, 48_000);
    assert.equal(samples.length, seconds * 48_000);
    const loudest = samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
    assert.ok(loudest > 0.9 && loudest <= 1, `${loudest}`);
    assert.equal(samples[0], 0);
    assert.ok(samples.subarray(-4_800).every((sample) => sample === 0));
    const steps = samples.map((sample, index) => Math.abs(sample - (samples[index - 1] ?? 0)));
    assert.ok(
      steps.every((step) => step < 0.2),
      'no sample jumps',
    );
  });
}
