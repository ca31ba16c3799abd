import { FEW, FORM, NEAR_MS, OTHER_NAME, REPEATED_FROM, TAG } from './form.ts';
import { NAMES, WORDS } from './words.ts';

const NAME_PLACES: ReadonlyMap<string, number> = new Map(NAMES.map((name, place) => [name, place]));
const WORD_PLACES: ReadonlyMap<string, number> = new Map(WORDS.map((word, place) => [word, place]));

const ONE_BYTE_TEXT = TAG.word - TAG.text;
const ONE_BYTE_WORD = TAG.members - TAG.word;
const FEW_MEMBERS = TAG.items - TAG.members;
const FEW_ITEMS = TAG.null - TAG.items;

const ID_LETTERS = 36;
const ID_DASHES = [8, 13, 18, 23];
const DASH = 0x2d;
/** Where an id states its version, and that of those made here: another's may have a telephone number in its last digits. */
const VERSION_AT = 14;
const OWN_VERSION = 0x37;
const NO_HEX = 0xff;
/** By the code of a lower-case hex digit its value. */
const HEX_OF = new Uint8Array(0x80).fill(NO_HEX);
for (const [value, digit] of [...'0123456789abcdef'].entries()) HEX_OF[digit.charCodeAt(0)] = value;

/** The value is none that JSON text gives back as it is, so it cannot be packed. */
class Unpackable extends Error {}

/** Writes one value after the other into bytes that are used again for the next. */
class Packer {
  #bytes = Buffer.allocUnsafe(16_384);
  #length = 0;
  #at = 0;
  #texts = new Map<string, number>();

  pack(value: unknown, at: number): Buffer {
    this.#length = 0;
    this.#at = at;
    if (this.#texts.size > 0) this.#texts = new Map();
    this.#byte(FORM);
    this.#value(value);
    return Buffer.from(this.#bytes.subarray(0, this.#length));
  }

  #room(bytes: number): void {
    if (this.#length + bytes <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafe(2 * (this.#length + bytes));
    this.#bytes.copy(larger, 0, 0, this.#length);
    this.#bytes = larger;
  }

  #byte(byte: number): void {
    this.#room(1);
    this.#bytes[this.#length++] = byte;
  }

  /** A whole number in sevens of bits, the lowest first. */
  #count(count: number): void {
    let left = count;
    while (left >= 0x80) {
      this.#byte((left % 0x80) | 0x80);
      left = Math.floor(left / 0x80);
    }
    this.#byte(left);
  }

  #value(value: unknown): void {
    switch (typeof value) {
      case 'string':
        this.#text(value);
        return;
      case 'number':
        this.#number(value);
        return;
      case 'boolean':
        this.#byte(value ? TAG.true : TAG.false);
        return;
      case 'object':
        if (value === null) this.#byte(TAG.null);
        else if (Array.isArray(value)) this.#items(value);
        else this.#members(value);
        return;
      default:
        throw new Unpackable();
    }
  }

  #items(items: readonly unknown[]): void {
    if (items.length < FEW_ITEMS) this.#byte(TAG.items + items.length);
    else {
      this.#byte(TAG.manyItems);
      this.#count(items.length);
    }
    for (const item of items) this.#value(item === undefined ? null : item);
  }

  #members(value: object): void {
    const prototype: unknown = Object.getPrototypeOf(value);
    if (prototype !== Object.prototype && prototype !== null) throw new Unpackable();
    const members = value as Readonly<Record<string, unknown>>;
    const names = Object.keys(members);
    let count = 0;
    for (const name of names) if (members[name] !== undefined) count += 1;
    if (count < FEW_MEMBERS) this.#byte(TAG.members + count);
    else {
      this.#byte(TAG.manyMembers);
      this.#count(count);
    }
    for (const name of names) {
      const member = members[name];
      if (member === undefined) continue;
      const place = NAME_PLACES.get(name);
      if (place !== undefined) this.#byte(place);
      else {
        this.#byte(OTHER_NAME);
        this.#text(name);
      }
      this.#value(member);
    }
  }

  #number(value: number): void {
    // As JSON has them.
    if (!Number.isFinite(value)) this.#byte(TAG.null);
    else if (!Number.isInteger(value) || value < 0) this.#digits(String(value));
    else if (value < TAG.text) this.#byte(value);
    else if (value < FEW) {
      this.#byte(TAG.few);
      this.#count(value);
    } else if (value === this.#at) this.#byte(TAG.instant);
    else if (Math.abs(value - this.#at) < NEAR_MS) {
      this.#byte(value > this.#at ? TAG.after : TAG.before);
      this.#count(Math.abs(value - this.#at));
    } else this.#digits(String(value));
  }

  #digits(digits: string): void {
    this.#byte(TAG.number);
    this.#byte(digits.length);
    this.#room(digits.length);
    this.#length += this.#bytes.write(digits, this.#length, 'latin1');
  }

  #word(place: number): void {
    if (place < ONE_BYTE_WORD) this.#byte(TAG.word + place);
    else {
      this.#byte(TAG.laterWord);
      this.#byte(place - ONE_BYTE_WORD);
    }
  }

  #text(text: string): void {
    const place = WORD_PLACES.get(text);
    if (place !== undefined) {
      this.#word(place);
      return;
    }
    if (text.length >= REPEATED_FROM) {
      const first = this.#texts.get(text);
      if (first !== undefined) {
        this.#byte(TAG.repeated);
        this.#count(first);
        return;
      }
      this.#texts.set(text, this.#texts.size);
      if (this.#isOfForm(text)) return;
    }
    if (text.length < ONE_BYTE_TEXT && this.#isAscii(text)) return;
    if (!text.isWellFormed()) throw new Unpackable();
    const bytes = Buffer.byteLength(text);
    if (bytes < ONE_BYTE_TEXT) this.#byte(TAG.text + bytes);
    else {
      this.#byte(TAG.longText);
      this.#count(bytes);
    }
    this.#room(bytes);
    this.#length += this.#bytes.write(text, this.#length, 'utf8');
  }

  /** Writes a short text; false where a letter of it takes several bytes. One letter after the other costs less than a call that does it. */
  #isAscii(text: string): boolean {
    this.#room(ONE_BYTE_TEXT);
    const start = this.#length + 1;
    for (let index = 0; index < text.length; index += 1) {
      const code = text.charCodeAt(index);
      if (code >= 0x80) return false;
      this.#bytes[start + index] = code;
    }
    this.#bytes[this.#length] = TAG.text + text.length;
    this.#length = start + text.length;
    return true;
  }

  /** Writes an id, or words with a blank between them; false where the text is neither. */
  #isOfForm(text: string): boolean {
    if (text.length === ID_LETTERS && this.#isId(text)) return true;
    const first = text.indexOf(' ');
    if (first === -1 || !WORD_PLACES.has(text.slice(0, first))) return false;
    const places: number[] = [];
    for (const word of text.split(' ')) {
      const place = WORD_PLACES.get(word);
      if (place === undefined) return false;
      places.push(place);
    }
    this.#byte(TAG.words);
    this.#count(places.length);
    for (const place of places) this.#word(place);
    return true;
  }

  /** Writes an id of the version and the lower-case form in which ids are made; false where the text is none. */
  #isId(text: string): boolean {
    if (text.charCodeAt(VERSION_AT) !== OWN_VERSION) return false;
    this.#room(1 + ID_LETTERS / 2);
    let length = this.#length + 1;
    let high = -1;
    for (let index = 0; index < ID_LETTERS; index += 1) {
      const code = text.charCodeAt(index);
      if (ID_DASHES.includes(index)) {
        if (code !== DASH) return false;
        continue;
      }
      const digit = code < HEX_OF.length ? (HEX_OF[code] ?? NO_HEX) : NO_HEX;
      if (digit === NO_HEX) return false;
      if (high === -1) high = digit;
      else {
        this.#bytes[length++] = high * 16 + digit;
        high = -1;
      }
    }
    this.#bytes[this.#length] = TAG.uuid;
    this.#length = length;
    return true;
  }
}

const packer = new Packer();

/**
 * A value that JSON text can state, in fewer bytes: names and common words by their place in a list, our ids in 16 bytes, instants as
 * their difference from `at`, and a text that stands twice once. `unpack` gives back what the JSON text of it states. Null where
 * JSON text gives back something else, as of half a surrogate pair: that is stored as JSON.
 */
export function pack(value: unknown, at: number): Buffer | null {
  try {
    return packer.pack(value, at);
  } catch (err) {
    if (err instanceof Unpackable) return null;
    throw err;
  }
}
