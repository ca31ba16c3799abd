/** A line of text as troff prints it: nothing in it is a request or an escape. */
function plain(line: string): string {
  const escaped = line.replaceAll('\\', String.raw`\e`).replaceAll('-', String.raw`\-`);
  return /^[.']/.test(escaped) ? String.raw`\&${escaped}` : escaped;
}

/** The manual page of the command, from what it prints as its help. */
export function manPage(help: string, version: string): string {
  const commands = help.trimEnd().split('\n').map(plain);
  return [
    `.TH SALLYPORT 1 "" "Sallyport ${version}" "User commands"`,
    '.SH NAME',
    String.raw`sallyport \- access gateway for emergency\-response data`,
    '.SH SYNOPSIS',
    '.B sallyport',
    '.I command',
    String.raw`[\-\-\fIoption\fR \fIvalue\fR]...`,
    '.SH COMMANDS',
    '.nf',
    ...commands,
    '.fi',
    '.SH FILES',
    '.TP',
    '.I /etc/sallyport/sallyport.toml',
    'Every option, each with its default.',
    '.TP',
    '.I /etc/sallyport/secrets\\-key',
    'Encrypts what is secret in the database; a backup is of no use without it.',
    '.TP',
    '.I /var/lib/sallyport',
    'The database and what was uploaded.',
    '.SH SEE ALSO',
    String.raw`.BR sallyport\-admin (8)`,
    '',
  ].join('\n');
}
