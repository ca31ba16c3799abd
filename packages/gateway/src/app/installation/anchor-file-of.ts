import { join } from 'node:path';

/** The file beside the database that `sallyport audit verify` reads by itself. */
export function anchorFileOf(dataDir: string): string {
  return join(dataDir, 'sallyport.anchors');
}
