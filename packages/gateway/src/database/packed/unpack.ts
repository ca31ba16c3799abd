import { FORM, OTHER_NAME, REPEATED_FROM, TAG } from './form.ts';
import { NAMES, WORDS } from './words.ts';

/** Bytes that `pack` of this version did not write, and why, in words that stand behind "it". */
export class PackedFault extends Error {}

/** Of bytes that state nothing, or something else than their column has. */
export const damaged = () => new PackedFault('is damaged: it was changed after it was written');

class Unpacker {
  readonly #bytes: Buffer;
  readonly #at: number;
  readonly #texts: string[] = [];
  #place = 0;

  constructor(bytes: Uint8Array, at: number) {
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#at = at;
  }

  unpack(): unknown {
    const form = this.#byte();
    if (form !== FORM) throw new PackedFault(`is packed in form ${form}, and this version reads form ${FORM}`);
    const value = this.#value();
    if (this.#place !== this.#bytes.length) throw damaged();
    return value;
  }

  #byte(): number {
    const byte = this.#bytes[this.#place++];
    if (byte === undefined) throw damaged();
    return byte;
  }

  #count(): number {
    let count = 0;
    for (let factor = 1; factor < Number.MAX_SAFE_INTEGER; factor *= 0x80) {
      const byte = this.#byte();
      count += (byte % 0x80) * factor;
      if (byte < 0x80) return count;
    }
    throw damaged();
  }

  /** Where so many bytes begin, which are there. */
  #take(bytes: number): number {
    const start = this.#place;
    this.#place += bytes;
    if (this.#place > this.#bytes.length) throw damaged();
    return start;
  }

  #value(): unknown {
    const tag = this.#byte();
    if (tag < TAG.text) return tag;
    if (tag < TAG.members) return this.#text(tag);
    if (tag < TAG.items) return this.#members(tag - TAG.members);
    if (tag < TAG.null) return this.#items(tag - TAG.items);
    switch (tag) {
      case TAG.null:
        return null;
      case TAG.false:
        return false;
      case TAG.true:
        return true;
      case TAG.manyMembers:
        return this.#members(this.#count());
      case TAG.manyItems:
        return this.#items(this.#count());
      case TAG.few:
        return this.#count();
      case TAG.instant:
        return this.#at;
      case TAG.after:
        return this.#at + this.#count();
      case TAG.before:
        return this.#at - this.#count();
      case TAG.number:
        return this.#number();
      default:
        return this.#text(tag);
    }
  }

  #number(): number {
    const length = this.#byte();
    const start = this.#take(length);
    const value = Number(this.#bytes.toString('latin1', start, start + length));
    if (!Number.isFinite(value)) throw damaged();
    return value;
  }

  #items(count: number): unknown[] {
    const items: unknown[] = [];
    for (let left = count; left > 0; left -= 1) items.push(this.#value());
    return items;
  }

  #members(count: number): Record<string, unknown> {
    const members: Record<string, unknown> = {};
    for (let left = count; left > 0; left -= 1) {
      const place = this.#byte();
      const name = place === OTHER_NAME ? this.#text(this.#byte()) : NAMES[place];
      if (name === undefined) throw damaged();
      const value = this.#value();
      // As JSON reads it, a member like every other.
      if (name !== '__proto__') members[name] = value;
      else Object.defineProperty(members, name, { value, writable: true, enumerable: true, configurable: true });
    }
    return members;
  }

  #word(tag: number): string {
    const isFirst = tag >= TAG.word && tag < TAG.members;
    if (!isFirst && tag !== TAG.laterWord) throw damaged();
    const word = WORDS[isFirst ? tag - TAG.word : this.#byte() + TAG.members - TAG.word];
    if (word === undefined) throw damaged();
    return word;
  }

  #text(tag: number): string {
    if (tag === TAG.laterWord || (tag >= TAG.word && tag < TAG.members)) return this.#word(tag);
    if (tag === TAG.repeated) {
      const text = this.#texts[this.#count()];
      if (text === undefined) throw damaged();
      return text;
    }
    const text = this.#spelled(tag);
    if (text.length >= REPEATED_FROM) this.#texts.push(text);
    return text;
  }

  #spelled(tag: number): string {
    if (tag >= TAG.text && tag < TAG.word) return this.#utf8(tag - TAG.text);
    if (tag === TAG.longText) return this.#utf8(this.#count());
    if (tag === TAG.uuid) {
      const start = this.#take(16);
      const hex = this.#bytes.toString('hex', start, start + 16);
      return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
    }
    if (tag !== TAG.words) throw damaged();
    const words: string[] = [];
    for (let left = this.#count(); left > 0; left -= 1) words.push(this.#word(this.#byte()));
    return words.join(' ');
  }

  #utf8(length: number): string {
    const start = this.#take(length);
    return this.#bytes.toString('utf8', start, start + length);
  }
}

/**
 * What `pack` was given, as JSON text would give it back. `at` is the instant it was packed with. Refuses with `PackedFault` what is in
 * a form that this version does not read, and what is no whole value.
 */
export function unpack(bytes: Uint8Array, at: number): unknown {
  return new Unpacker(bytes, at).unpack();
}
