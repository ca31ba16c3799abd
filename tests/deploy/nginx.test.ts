import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setDefaultCACertificates } from 'node:tls';
import { fileURLToPath } from 'node:url';
import { freePort } from '../../packages/testing/src/free-port.ts';
import { program } from './programs.ts';
import { type ReverseProxy, replaced, startProgram } from './proxy.ts';
import { proxyCases } from './proxy-cases.ts';

const EXAMPLE = fileURLToPath(new URL('../../deploy/nginx/sallyport.conf', import.meta.url));

/** A certificate for localhost that the fetch and the sockets of this process believe. */
function makeCertificate(folder: string): void {
  const files = ['-keyout', join(folder, 'privkey.pem'), '-out', join(folder, 'fullchain.pem')];
  const name = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'];
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  execFileSync(program('openssl', 'openssl'), ['req', '-x509', '-days', '1', ...key, ...files, ...name], {
    stdio: 'ignore',
  });
  setDefaultCACertificates([readFileSync(join(folder, 'fullchain.pem'), 'utf8')]);
}

async function startNginx(upstreamPort: number): Promise<ReverseProxy> {
  const folder = mkdtempSync(join(tmpdir(), 'sallyport-nginx-'));
  const [port, plainPort] = [await freePort(), await freePort()];
  makeCertificate(folder);
  const site = replaced(readFileSync(EXAMPLE, 'utf8'), {
    'gateway.center.example': 'localhost',
    '127.0.0.1:8911': `127.0.0.1:${upstreamPort}`,
    'listen 80;': `listen 127.0.0.1:${plainPort};`,
    'listen [::]:80;': '',
    'listen 443 ssl http2;': `listen 127.0.0.1:${port} ssl http2;`,
    'listen [::]:443 ssl http2;': '',
    '/etc/ssl/sallyport': folder,
    '/var/log/nginx': folder,
  });
  writeFileSync(join(folder, 'sallyport.conf'), site);
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (kind) => `${kind}_temp_path ${join(folder, 'temporary', kind)};`,
  );
  mkdirSync(join(folder, 'temporary'));
  writeFileSync(
    join(folder, 'nginx.conf'),
    `daemon off; pid ${folder}/nginx.pid; error_log ${folder}/error.log; events {}
     http { access_log ${folder}/access.log; ${temporary.join(' ')} include ${folder}/sallyport.conf; }`,
  );
  const run = await startProgram(program('nginx', 'nginx-light'), ['-p', folder, '-c', join(folder, 'nginx.conf')], {
    port,
  });
  const logs = ['error.log', 'sallyport.error.log', 'sallyport.access.log'];
  return {
    url: `https://localhost:${port}`,
    plainPort,
    logged: () => `${logs.map((log) => readFileSync(join(folder, log), 'utf8')).join('')}${run.printed()}`,
    async stop() {
      await run.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

proxyCases('nginx', startNginx);
