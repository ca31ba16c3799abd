/** What is shown in the place of a secret. */
const HIDDEN = '(hidden)';
const JWT = /\beyJ[\w-]{5,}\.[\w-]+\.[\w-]*/g;
/** Members of an answer that are secrets, by the words of their names; `token_type` and times are none. */
const SECRET_MEMBER = /(token|secret|password|^code|^url)$/i;

/** Every way in which a text stands in a request or an answer. */
function writingsOf(secret: string): readonly string[] {
  const form = new URLSearchParams({ s: secret }).toString().slice(2);
  return [secret, encodeURIComponent(secret), form, JSON.stringify(secret).slice(1, -1)];
}

function membersOf(value: unknown, name = ''): readonly string[] {
  if (typeof value === 'string') return SECRET_MEMBER.test(name) && value.length >= 8 ? [value] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, member]) => membersOf(member, Array.isArray(value) ? name : key));
}

/** The secrets of one run: whatever is printed of it passes through `hide`. */
export class Secrets {
  readonly #writings = new Set<string>();

  /** From now on none of these is shown. */
  keep(...secrets: readonly string[]): void {
    for (const secret of secrets.filter((text) => text !== '')) {
      for (const writing of writingsOf(secret)) this.#writings.add(writing);
    }
  }

  /** Keeps what an answer states to be a token, a secret, a code or a signed-in address. */
  keepOf(json: unknown): void {
    this.keep(...membersOf(json));
  }

  /** The text with every secret hidden, the longest first, so that a part of one does not show the rest. */
  hide(text: string): string {
    const known = [...this.#writings].sort((a, b) => b.length - a.length);
    return known.reduce((shown, secret) => shown.replaceAll(secret, HIDDEN), text).replace(JWT, HIDDEN);
  }
}
