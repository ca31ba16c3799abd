import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../../tools/package/manifests.ts';

/** What an image states of the process it runs. */
export interface ImageSettings {
  readonly environment: Readonly<Record<string, string>>;
  readonly user: string;
  readonly command: readonly string[];
  readonly healthCheck: readonly string[];
  readonly volume: string;
  readonly base: string;
}

const listOf = (text: string) => JSON.parse(text) as string[];

/** Reads the last stage of the Dockerfile, whose words `tests/deploy/manifests.test.ts` checks. */
export function readDockerfile(): ImageSettings {
  const text = readFileSync(join(ROOT, 'deploy/container/Dockerfile'), 'utf8');
  const lines = text
    .replaceAll(/^#.*\n/gm, '')
    .replaceAll(/\\\n\s*/g, ' ')
    .split('\n')
    .filter(Boolean);
  const instructions = lines.map((line) => {
    const [, word = '', rest = ''] = /^(\S+)\s+(.*)$/.exec(line) ?? [];
    return { word, rest };
  });
  const last = instructions.slice(instructions.findLastIndex(({ word }) => word === 'FROM'));
  const restOf = (wanted: string) => last.find(({ word }) => word === wanted)?.rest ?? '';
  const healthCheck = restOf('HEALTHCHECK');
  return {
    environment: Object.fromEntries(
      restOf('ENV')
        .split(/\s+/)
        .map((pair) => pair.split('=') as [string, string]),
    ),
    user: restOf('USER'),
    command: [...listOf(restOf('ENTRYPOINT')), ...listOf(restOf('CMD'))],
    healthCheck: listOf(healthCheck.slice(healthCheck.indexOf('CMD') + 3)),
    volume: restOf('VOLUME'),
    base: restOf('FROM'),
  };
}
