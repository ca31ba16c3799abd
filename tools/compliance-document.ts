import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const SOURCE = 'docs/secure.md';
/** When the table was last read against the policy; a component definition must state one. */
const TABLE_READ_AT = '2026-11-29T00:00:00Z';
const CATALOG =
  'https://raw.githubusercontent.com/usnistgov/oscal-content/main/nist.gov/SP800-53/rev5/json/NIST_SP-800-53_rev5_catalog.json';
const NAMESPACE = 'urn:sallyport:compliance';
const PROOF = /`((?:packages|tests|docs)\/[A-Za-z0-9_./-]+)`/g;

export interface Control {
  /** As NIST SP 800-53 writes it: `AC-2(3)`, or a family such as `PE`. */
  readonly number: string;
  readonly asks: string;
  readonly here: string;
  readonly status: 'met' | 'partly met' | 'not met' | 'yours to do';
  /** Files, of tests above all, that show it. */
  readonly proofs: readonly string[];
}

function statusOf(here: string): Control['status'] {
  const words = here.replaceAll('*', '').toLowerCase();
  if (/(^|: )not met/.test(words)) return 'not met';
  if (/^met\b/.test(words)) return 'met';
  return /: met\b/.test(words) ? 'partly met' : 'yours to do';
}

/** The rows of `docs/secure.md` that name a control, one for each control. */
export function controlsOf(text: string): readonly Control[] {
  const rows = text.matchAll(
    /^\| ([A-Z]{2}(?:-\d+(?:\(\d+\))?)?(?:, [A-Z]{2}(?:-\d+(?:\(\d+\))?)?)*) \| (.*?) \| (.*?) \|$/gm,
  );
  return [...rows].flatMap(([, numbers = '', asks = '', here = '']) =>
    numbers.split(', ').map((number) => ({
      number,
      asks,
      here,
      status: statusOf(here),
      proofs: [...here.matchAll(PROOF)].map(([, file = '']) => file),
    })),
  );
}

const controls = () => controlsOf(readFileSync(join(root, SOURCE), 'utf8'));

/** The controls by number, with what proves each or whose it is. */
export function complianceDocument(generated: string): string {
  const inOrder = [...controls()].sort((a, b) => a.number.localeCompare(b.number, 'en', { numeric: true }));
  const rows = inOrder.map(({ number, asks, status, proofs }) => {
    const unproved = status === 'met' ? 'no test' : '';
    return `| ${number} | ${asks} | ${status} | ${proofs.map((file) => `\`${file}\``).join('<br>') || unproved} |`;
  });
  return [
    '# Compliance',
    '',
    generated,
    '',
    'The controls of NIST SP 800-53 that the CJIS Security Policy uses, by number, from the tables of [Secure](secure.md), which say more of each.',
    'The same table is `docs/compliance.oscal.json`, an OSCAL component definition for the tools of an assessor. It is the project’s own reading:',
    'nobody has audited it.',
    '',
    '| Control | Asks for | Status | Shown by |',
    '| --- | --- | --- | --- |',
    ...rows,
    '',
  ].join('\n');
}

/** RFC 9562 section 5.5: the same name is the same id, whenever it is made. */
function uuidOf(name: string): string {
  const bytes = createHash('sha1').update(`${NAMESPACE} ${name}`).digest().subarray(0, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x50;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

/** `AC-2(3)` is `ac-2.3` in the catalog. */
function catalogId(number: string): string {
  return number.toLowerCase().replace('(', '.').replace(')', '');
}

/** An OSCAL component definition (version 1.1.2) of the controls that have a number. */
export function oscalDocument(version: string): object {
  const requirements = controls()
    .filter(({ number }) => number.includes('-'))
    .map(({ number, here, status, proofs }) => ({
      uuid: uuidOf(number),
      'control-id': catalogId(number),
      description: here,
      props: [
        { name: 'status', ns: NAMESPACE, value: status.replaceAll(' ', '-') },
        ...(status === 'met' ? [{ name: 'implementation-status', value: 'implemented' }] : []),
        ...(status === 'partly met' ? [{ name: 'implementation-status', value: 'partial' }] : []),
      ],
      ...(proofs.length > 0 && { links: proofs.map((file) => ({ href: `../${file}`, rel: 'reference' })) }),
    }));
  return {
    'component-definition': {
      uuid: uuidOf('component definition'),
      metadata: {
        title: 'Sallyport: controls',
        'last-modified': TABLE_READ_AT,
        version,
        'oscal-version': '1.1.2',
      },
      components: [
        {
          uuid: uuidOf('component'),
          type: 'software',
          title: 'Sallyport',
          description: 'The access gateway for emergency-response data.',
          'control-implementations': [
            {
              uuid: uuidOf('control implementation'),
              source: CATALOG,
              description:
                'What the software does of NIST SP 800-53, as the CJIS Security Policy uses it; `docs/secure.md` says more of each.',
              'implemented-requirements': requirements,
            },
          ],
        },
      ],
    },
  };
}
