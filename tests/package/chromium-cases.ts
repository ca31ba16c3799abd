import assert from 'node:assert/strict';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { type GatewayProcess, startGatewayProcess } from '../../packages/testing/src/gateway-process.ts';
import { launchChromium } from '../browser/chromium.ts';
import { README_PROGRAMS } from '../client/readme-programs.ts';
import { emptyFolder, install, type Packed } from './packed.ts';

/** What only a program on a machine has: a shell's variables, Node's own modules. */
const OF_A_MACHINE = /process\.env|'node:|@sallyport\/client\/node/;
const PRINTED_WITHIN_MS = 90_000;
const NAME = '@sallyport/client';

/** Where a page finds each entry of the installed package, as the package itself states it. */
function importMapOf(folder: string): string {
  const { exports } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const entries = Object.entries(exports as Record<string, { default?: string }>);
  const imports = entries.flatMap(([entry, { default: file }]) =>
    file === undefined ? [] : [[entry.replace('.', NAME), file.replace('.', '/sdk')]],
  );
  return JSON.stringify({ imports: Object.fromEntries(imports) });
}

/** Puts a page with that program, and the package's files, at the server's own address, as behind an integrator's proxy. */
async function serveProgram(page: Page, code: string, folder: string): Promise<void> {
  const body = `<script type="importmap">${importMapOf(folder)}</script><script type="module">${code}</script>`;
  await page.route('**/program', (route) => route.fulfill({ contentType: 'text/html', body }));
  await page.route('**/sdk/**', (route) =>
    route.fulfill({ path: join(folder, new URL(route.request().url()).pathname.replace('/sdk/', '')) }),
  );
}

/** What is true of the packed client in a page of a real browser. */
export const chromiumCases = (packed: () => Packed) =>
  describe('the packed client in Chromium', () => {
    const folder = emptyFolder();
    let gateway: GatewayProcess;
    let browser: Browser;
    before(async () => {
      install(folder, packed().client);
      gateway = await startGatewayProcess();
      // A page that is put there has no address, so that Chromium takes the server for one of a network it is no part of.
      browser = await launchChromium(['--disable-features=LocalNetworkAccessChecks']);
    });
    after(async () => {
      await browser?.close();
      await gateway?.stop();
      rmSync(folder, { recursive: true, force: true });
    });

    const programs = README_PROGRAMS.filter(({ code }) => !OF_A_MACHINE.test(code));
    test('half of the programs of the README need no machine', () => assert.equal(programs.length, 4));

    for (const { number, code, prints, meanwhile } of programs) {
      test(`program ${number} of the README as it is printed`, async () => {
        const page = await browser.newPage();
        try {
          let printed = '';
          page.on('console', (message) => {
            printed += `${message.text()}\n`;
          });
          page.on('pageerror', (fault) => {
            printed += `${fault.stack}\n`;
          });
          const module = join(folder, 'node_modules', NAME);
          await serveProgram(page, code.replaceAll('http://127.0.0.1:8911', gateway.url), module);
          await page.goto(`${gateway.url}/program`);
          const until = Date.now() + PRINTED_WITHIN_MS;
          const isEnough = () => prints.test(printed) || Date.now() > until;
          await meanwhile?.(gateway.url, isEnough, 0);
          while (!isEnough()) await page.waitForTimeout(100);
          assert.match(printed, prints);
        } finally {
          await page.close();
        }
      });
    }
  });
