import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setDefaultCACertificates } from 'node:tls';
import { fileURLToPath } from 'node:url';
import { eventually } from '../../packages/testing/src/barrier.ts';
import { freePort } from '../../packages/testing/src/free-port.ts';
import { program } from './programs.ts';
import { type ReverseProxy, replaced, startProgram } from './proxy.ts';
import { proxyCases } from './proxy-cases.ts';

const EXAMPLE = fileURLToPath(new URL('../../deploy/caddy/Caddyfile', import.meta.url));
const AUTHORITY = 'caddy/pki/authorities/local/root.crt';

async function startCaddy(upstreamPort: number): Promise<ReverseProxy> {
  const caddy = program('caddy', 'caddy');
  const folder = mkdtempSync(join(tmpdir(), 'sallyport-caddy-'));
  const [port, plainPort] = [await freePort(), await freePort()];
  const file = join(folder, 'Caddyfile');
  // For a site called localhost Caddy makes an authority of its own, which must not be added to those of this machine.
  const own = `\n{\n\tadmin off\n\tskip_install_trust\n\thttp_port ${plainPort}\n`;
  writeFileSync(file, replaced(readFileSync(EXAMPLE, 'utf8'), { '\n{\n': own }));
  assert.equal(execFileSync(caddy, ['fmt', EXAMPLE], { encoding: 'utf8' }), readFileSync(EXAMPLE, 'utf8'));
  const env = {
    HOME: folder,
    XDG_DATA_HOME: folder,
    XDG_CONFIG_HOME: folder,
    SALLYPORT_SITE: `localhost:${port}`,
    SALLYPORT_UPSTREAM: `127.0.0.1:${upstreamPort}`,
  };
  const run = await startProgram(caddy, ['run', '--config', file, '--adapter', 'caddyfile'], { port, env });
  await eventually(() => existsSync(join(folder, AUTHORITY)));
  setDefaultCACertificates([readFileSync(join(folder, AUTHORITY), 'utf8')]);
  return {
    url: `https://localhost:${port}`,
    plainPort,
    logged: run.printed,
    async stop() {
      await run.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

proxyCases('Caddy', startCaddy);
