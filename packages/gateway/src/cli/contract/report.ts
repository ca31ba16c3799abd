import type { Printer } from '../terminal/printer.ts';
import type { Finding } from './lines.ts';

/** What a report is about, and everything found. */
export interface Report {
  readonly title: string;
  readonly url: string;
  readonly findings: readonly Finding[];
  /** Lines that the run had not what they need for, and what to give. */
  readonly leftOut: string | null;
}

type Tally = Readonly<Record<'held' | 'failed' | 'unseen' | 'notOffered', number>>;

export function tallyOf(findings: readonly Finding[]): Tally {
  const count = (holds: boolean | null) => findings.filter((finding) => finding.holds === holds).length;
  const notOffered = findings.filter(({ isNotOffered }) => isNotOffered).length;
  return { held: count(true), failed: count(false), unseen: count(null) - notOffered, notOffered };
}

/** One sentence about all lines. */
export function summaryOf({ findings, leftOut }: Report): string {
  const { held, failed, unseen, notOffered } = tallyOf(findings);
  const seen = unseen === 0 ? '' : `, ${unseen} could not be seen`;
  const offered = notOffered === 0 ? '' : `, ${notOffered} are not offered by this server`;
  return `${held} of ${findings.length} lines hold, ${failed} fail${seen}${offered}.${leftOut === null ? '' : ` ${leftOut}`}`;
}

/** How a line that neither holds nor fails is called. */
const wordOf = ({ isNotOffered }: Finding) => (isNotOffered ? 'not offered' : 'not seen');

const indented = (text: string) => text.replace(/^/gm, '    ');

/** A finding as a terminal shows it: one line where it holds, else what was sent and what came back too. */
export function terminalText(finding: Finding, style: Printer['style']): string {
  const { line, source, holds, fault, sent, received } = finding;
  const plain = style('dim', source);
  if (holds === true) return `${style('green', 'holds')}     ${line}\n          ${plain}\n`;
  if (holds === null)
    return `${style('yellow', wordOf(finding).padEnd(8))}  ${line}\n          ${plain}\n          ${fault}\n`;
  const shown = sent === '' ? '' : `  sent\n${indented(sent)}\n  received\n${indented(received)}\n`;
  return `${style('red', 'FAILS')}     ${line}\n          ${plain}\n          ${fault}\n${shown}`;
}

/** The finding as an object of JSON. */
export function objectOf({ line, source, holds, isNotOffered, fault, sent, received }: Finding): object {
  const offered = isNotOffered ? { offered: false } : {};
  return { line, source, holds, ...offered, ...(fault !== null && { fault }), sent, received };
}

const XML: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Text for HTML and XML, without the characters that XML cannot carry. */
function escaped(text: string): string {
  const carried = [...text.toWellFormed()].filter((one) =>
    /[\t\n\r\x20-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u.test(one),
  );
  return carried.join('').replace(/[&<>"']/g, (character) => XML[character] ?? '');
}

/** A page of its own, without scripts and without anything from elsewhere. */
export function htmlText(report: Report, at: Date): string {
  const rows = report.findings.map((finding) => {
    const { line, source, holds, fault, sent, received } = finding;
    const state = holds === null ? wordOf(finding) : holds ? 'holds' : 'fails';
    const exchange =
      sent === ''
        ? ''
        : `<details><summary>Sent and received</summary><pre>${escaped(sent)}</pre><pre>${escaped(received)}</pre></details>`;
    const why = fault === null ? '' : `<p>${escaped(fault)}</p>`;
    return `<tr class="${state.replace(' ', '-')}"><td>${state}</td><td>${escaped(line)}${why}${exchange}</td><td>${escaped(source)}</td></tr>`;
  });
  const heading = escaped(`${report.title}: ${report.url}`);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${heading}</title>
<style>
body { font: 16px/1.5 system-ui, sans-serif; margin: 2rem; color: #1a1a1a; background: #fff }
table { border-collapse: collapse; width: 100% }
th, td { text-align: left; vertical-align: top; padding: .4rem .6rem; border-bottom: 1px solid #ccc }
td:first-child { white-space: nowrap; font-weight: 600 }
.holds td:first-child { color: #146c2e } .fails td:first-child { color: #b00020 } .not-seen td:first-child, .not-offered td:first-child { color: #7a4f01 }
p { margin: .2rem 0 } pre { white-space: pre-wrap; overflow-wrap: anywhere; background: #f4f4f4; padding: .6rem }
</style>
</head>
<body>
<h1>${heading}</h1>
<p>${escaped(summaryOf(report))} <time datetime="${at.toISOString()}">${at.toUTCString()}</time></p>
<table>
<thead><tr><th scope="col">Result</th><th scope="col">Promise</th><th scope="col">Source</th></tr></thead>
<tbody>
${rows.join('\n')}
</tbody>
</table>
</body>
</html>
`;
}

/** JUnit's XML: a test case a line, the source as its class; what could not be seen is skipped. */
export function junitText({ title, url, findings }: Report): string {
  const { failed, unseen, notOffered } = tallyOf(findings);
  const cases = findings.map(({ line, source, holds, fault, sent, received }) => {
    const message = escaped(fault ?? '');
    const body = escaped(`${sent}\n\n${received}`);
    const failure = `\n    <failure message="${message}">${body}</failure>\n  `;
    const skipped = `\n    <skipped message="${message}"/>\n  `;
    const inner = holds === true ? '' : holds === false ? failure : skipped;
    return `  <testcase classname="${escaped(source)}" name="${escaped(line)}">${inner}</testcase>`;
  });
  return `<?xml version="1.0" encoding="UTF-8"?>
<testsuite name="${escaped(`${title}: ${url}`)}" tests="${findings.length}" failures="${failed}" errors="0" skipped="${unseen + notOffered}">
${cases.join('\n')}
</testsuite>
`;
}
