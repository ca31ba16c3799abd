import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { freePort } from '../../packages/testing/src/free-port.ts';
import { livekitServer } from '../../tools/livekit-server.ts';

const STARTS_WITHIN_MS = 90_000;

/** A real LiveKit server on loopback. */
export interface LivekitProcess {
  readonly url: string;
  readonly httpUrl: string;
  /** What a gateway needs to use it. */
  readonly env: Readonly<Record<string, string>>;
  /** Ends it; `start` brings it back at the same port, without its rooms. */
  kill(): Promise<void>;
  start(): Promise<void>;
}

/** Starts it and resolves once it answers. */
export async function startLivekit(): Promise<LivekitProcess> {
  const [port, tcpPort, udpPort] = [await freePort(), await freePort(), await freePort()];
  const secret = randomBytes(32).toString('hex');
  const httpUrl = `http://127.0.0.1:${port}`;
  const config = {
    port,
    bind_addresses: ['127.0.0.1'],
    keys: { sallyport: secret },
    rtc: {
      tcp_port: tcpPort,
      udp_port: udpPort,
      node_ip: '127.0.0.1',
      use_external_ip: false,
      enable_loopback_candidate: true,
    },
    logging: { level: 'warn' },
  };
  let kill = async () => {};
  async function start(): Promise<void> {
    // JSON is YAML.
    const child = spawn(livekitServer(), ['--config-body', JSON.stringify(config)], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let printed = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        printed += text;
      });
    }
    kill = async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
    };
    const deadline = Date.now() + STARTS_WITHIN_MS;
    while (
      !(await fetch(httpUrl).then(
        ({ ok }) => ok,
        () => false,
      ))
    ) {
      if (child.exitCode !== null || Date.now() > deadline) throw new Error(`LiveKit did not start:\n${printed}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
  await start();
  return {
    url: `ws://127.0.0.1:${port}`,
    httpUrl,
    env: {
      SALLYPORT_LIVEKIT_URL: `ws://127.0.0.1:${port}`,
      SALLYPORT_LIVEKIT_API_KEY: 'sallyport',
      SALLYPORT_LIVEKIT_API_SECRET: secret,
    },
    kill: () => kill(),
    start,
  };
}
