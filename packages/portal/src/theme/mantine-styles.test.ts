import assert from 'node:assert/strict';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const source = fileURLToPath(new URL('..', import.meta.url));
const styles = join(dirname(createRequire(import.meta.url).resolve('@mantine/core/styles.css')), 'styles');
const MANTINE = /import \{([^}]*)\} from '@mantine\/core'/g;

test('every component of Mantine that the portal has comes with its styles', () => {
  const files = globSync('**/*.{ts,tsx}', { cwd: source }).map((file) => readFileSync(join(source, file), 'utf8'));
  const used = files.flatMap((text) =>
    [...text.matchAll(MANTINE)].flatMap(([, list = '']) => list.split(',').map((name) => name.trim())),
  );
  const styled = [...new Set(used)].filter((name) => existsSync(join(styles, `${name}.css`)));
  const given = readFileSync(join(source, 'theme/mantine-styles.ts'), 'utf8');
  assert.ok(styled.length >= 12, styled.join());
  assert.deepEqual(
    styled.filter((name) => !given.includes(`/${name}.css'`)),
    [],
  );
});
