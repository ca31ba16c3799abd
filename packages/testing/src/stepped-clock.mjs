// Given to a server of a test by NODE_OPTIONS=--import: its clock of the day is wrong by the milliseconds in a file, which
// the test writes. Plain JavaScript, as it runs before everything.
import { readFileSync } from 'node:fs';

const realNow = Date.now;
const RealDate = Date;
const file = process.env.SALLYPORT_TEST_CLOCK_FILE;
const now = () => realNow() + Number(readFileSync(file, 'utf8'));

globalThis.Date = class extends RealDate {
  constructor(...parts) {
    if (parts.length === 0) super(now());
    else super(...parts);
  }

  static now() {
    return now();
  }
};
