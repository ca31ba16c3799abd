import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { type GatewayProcess, startGatewayProcess } from '../../packages/testing/src/gateway-process.ts';
import { README_PROGRAMS, runReadmeProgram } from './readme-programs.ts';

/** Beside the sources, so that `@sallyport/client` is the linked package. */
const packageFolder = fileURLToPath(new URL('../../packages/client', import.meta.url));

let gateway: GatewayProcess;
let folder = '';
before(async () => {
  gateway = await startGatewayProcess();
  folder = mkdtempSync(join(packageFolder, 'readme-'));
});
after(async () => {
  rmSync(folder, { recursive: true, force: true });
  await gateway.stop();
});

for (const program of README_PROGRAMS) {
  test(`program ${program.number} of the README does what it is printed for`, async () => {
    const command = [process.execPath, '--conditions=development'] as const;
    await runReadmeProgram(program, { serverUrl: gateway.url, folder, command: [...command] });
  });
}
