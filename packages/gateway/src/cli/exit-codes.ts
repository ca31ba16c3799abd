/** Every exit code of the command, and what it means. Beside these, 128 and the signal's number where a signal ended it. */
export const EXIT_CODES = [
  ['done', 0, 'it was done'],
  ['failed', 1, 'it was refused or failed, or there is nothing by that name; the message says what to do'],
  ['calledWrongly', 2, 'the command was called wrongly, or its configuration is not valid'],
  ['notUsable', 3, "the installation's folder or database cannot be used as it is"],
  [
    'unavailable',
    4,
    'the database, the port or the server that is asked is not to be had now; the same may work later',
  ],
  ['signedOut', 5, 'somebody has to sign in: there is no profile, or its token or session has ended or was refused'],
] as const;

type Name = (typeof EXIT_CODES)[number][0];

export const EXIT: Readonly<Record<Name, number>> = Object.fromEntries(
  EXIT_CODES.map(([name, code]) => [name, code]),
) as Record<Name, number>;

/** The table at the end of the help. */
export function exitCodesText(): string {
  return `Exit codes:\n${EXIT_CODES.map(([, code, sentence]) => `  ${code}  ${sentence}`).join('\n')}`;
}
