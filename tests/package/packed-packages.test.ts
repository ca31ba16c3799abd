import { rmSync } from 'node:fs';
import { after, before, describe } from 'node:test';
import { chromiumCases } from './chromium-cases.ts';
import { containerCases } from './container-cases.ts';
import { debianCases } from './debian-cases.ts';
import { libraryCases } from './library-cases.ts';
import { type Packed, packAll } from './packed.ts';
import { runtimeCases } from './runtime-cases.ts';
import { serverCases } from './server-cases.ts';

// One file, so that what they install is packed once.
describe('what npm run pack makes', () => {
  let packed: Packed;
  before(() => {
    packed = packAll();
  });
  after(() => rmSync(packed.installedServer, { recursive: true, force: true }));
  serverCases(() => packed);
  libraryCases(() => packed);
  runtimeCases(() => packed);
  chromiumCases(() => packed);
  debianCases(() => packed);
  containerCases(() => packed);
});
