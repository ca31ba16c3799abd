import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { documents } from './documents.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

for (const { file, content } of await documents()) writeFileSync(join(root, file), content);
