import { styleText } from 'node:util';

/** Colours the text where the stream is a terminal that has colours, as `NO_COLOR` and `FORCE_COLOR` ask too. */
export function styled(stream: NodeJS.WritableStream, format: Parameters<typeof styleText>[0], text: string): string {
  return styleText(format, text, { stream });
}
