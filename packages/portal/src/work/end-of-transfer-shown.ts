/** The instant after the name of the agency, in the server's sentence of a transfer, before its end or the reason. */
const END_OF_TRANSFER = /^(Transferred to .+? until )(\d{4}-\d\d-\d\dT[\d:.]+Z)(?=: |$)/s;

/** The server's sentence of a transfer with its end as every other time is shown; any other line as it came. */
export function endOfTransferShown(text: string, instantText: (instant: string) => string): string {
  return text.replace(END_OF_TRANSFER, (_, before: string, instant: string) => `${before}${instantText(instant)}`);
}
