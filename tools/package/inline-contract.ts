import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { declarePlainTypes } from './plain-types.ts';
import { pointTo } from './point-to.ts';

const FROM_CONTRACT = /\{([^{}]*)\} from '@sallyport\/contract'/g;

/** Names the client's declarations take from the contract; `A as B` is A. */
function namesIn(text: string): string[] {
  return [...text.matchAll(FROM_CONTRACT)].flatMap(([, list = '']) =>
    list
      .split(',')
      .map((name) =>
        name
          .trim()
          .replace(/^type /, '')
          .replace(/ as .*/, ''),
      )
      .filter((name) => name !== ''),
  );
}

/**
 * Gives the declarations in this folder a file with the types that they take from the contract, so that whoever installs
 * the client installs nothing else.
 */
export function inlineContract(folder: string): void {
  const texts = globSync('**/*.d.ts', { cwd: folder }).map((file) => readFileSync(join(folder, file), 'utf8'));
  writeFileSync(join(folder, 'contract.d.ts'), declarePlainTypes(new Set(texts.flatMap(namesIn))));
  pointTo(folder, '**/*.d.ts', '@sallyport/contract', join(folder, 'contract.js'));
}
