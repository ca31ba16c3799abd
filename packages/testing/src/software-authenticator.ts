import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';

const base64url = (bytes: Uint8Array | string) => Buffer.from(bytes).toString('base64url');
const sha256 = (bytes: Uint8Array | string) => createHash('sha256').update(bytes).digest();

/** CBOR (RFC 8949) of what an attestation object has: text, bytes and a length below 65,536. */
function cborHead(major: number, length: number): Buffer {
  if (length < 24) return Buffer.from([(major << 5) | length]);
  if (length < 256) return Buffer.from([(major << 5) | 24, length]);
  return Buffer.from([(major << 5) | 25, length >> 8, length & 0xff]);
}
const cborBytes = (bytes: Uint8Array) => Buffer.concat([cborHead(2, bytes.length), bytes]);
const cborText = (text: string) => Buffer.concat([cborHead(3, text.length), Buffer.from(text)]);

/** What one ceremony states wrongly; missing where it is right. */
export interface Lies {
  readonly origin?: string;
  readonly rpId?: string;
  readonly challenge?: string;
  readonly type?: string;
  readonly isUserVerified?: boolean;
  readonly signCount?: number;
  readonly signature?: Buffer;
  readonly userHandle?: string;
}

interface Asked {
  readonly challenge: string;
}

const PRESENT = 0x01;
const VERIFIED = 0x04;
const HAS_CREDENTIAL = 0x40;

/** An authenticator with one ES256 passkey in memory, for a test to have it answer rightly and wrongly (WebAuthn section 6). */
export class SoftwareAuthenticator {
  readonly credentialId = base64url(randomBytes(16));
  readonly #keys: { publicKey: KeyObject; privateKey: KeyObject };
  readonly #origin: string;
  #signCount = 0;
  #userHandle = '';

  constructor(origin: string) {
    this.#origin = origin;
    this.#keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  }

  #clientData(type: string, { challenge }: Asked, lies: Lies): Buffer {
    const stated = {
      type: lies.type ?? type,
      challenge: lies.challenge ?? challenge,
      origin: lies.origin ?? this.#origin,
    };
    return Buffer.from(JSON.stringify({ ...stated, crossOrigin: false }));
  }

  #authenticatorData(flags: number, lies: Lies, more = Buffer.alloc(0)): Buffer {
    const count = Buffer.alloc(4);
    count.writeUInt32BE(lies.signCount ?? this.#signCount);
    const verified = lies.isUserVerified === false ? 0 : VERIFIED;
    const rpIdHash = sha256(lies.rpId ?? new URL(this.#origin).hostname);
    return Buffer.concat([rpIdHash, Buffer.from([flags | PRESENT | verified]), count, more]);
  }

  #coseKey(): Buffer {
    const { x = '', y = '' } = this.#keys.publicKey.export({ format: 'jwk' });
    // {1: 2 (EC2), 3: -7 (ES256), -1: 1 (P-256), -2: x, -3: y}
    const head = Buffer.from([0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21]);
    return Buffer.concat([
      head,
      cborBytes(Buffer.from(x, 'base64url')),
      Buffer.from([0x22]),
      cborBytes(Buffer.from(y, 'base64url')),
    ]);
  }

  /** The answer to creation options. */
  make(options: object, lies: Lies = {}) {
    const asked = options as Asked & { user: { id: string } };
    this.#userHandle = asked.user.id;
    const id = Buffer.from(this.credentialId, 'base64url');
    const length = Buffer.from([0, id.length]);
    const credential = Buffer.concat([Buffer.alloc(16), length, id, this.#coseKey()]);
    const authData = this.#authenticatorData(HAS_CREDENTIAL, lies, credential);
    const attestationObject = Buffer.concat([
      Buffer.from([0xa3]),
      ...[cborText('fmt'), cborText('none'), cborText('attStmt'), Buffer.from([0xa0]), cborText('authData')],
      cborBytes(authData),
    ]);
    const response = {
      clientDataJSON: base64url(this.#clientData('webauthn.create', asked, lies)),
      attestationObject: base64url(attestationObject),
      transports: ['usb' as const],
    };
    return { ...this.#credential(), response };
  }

  /** The answer to request options; the count is one more than before. */
  show(options: object, lies: Lies = {}) {
    this.#signCount += 1;
    const clientData = this.#clientData('webauthn.get', options as Asked, lies);
    const authenticatorData = this.#authenticatorData(0, lies);
    const signed = Buffer.concat([authenticatorData, sha256(clientData)]);
    const response = {
      clientDataJSON: base64url(clientData),
      authenticatorData: base64url(authenticatorData),
      signature: base64url(lies.signature ?? sign('sha256', signed, this.#keys.privateKey)),
      userHandle: lies.userHandle ?? this.#userHandle,
    };
    return { ...this.#credential(), response };
  }

  #credential() {
    const { credentialId } = this;
    return { id: credentialId, rawId: credentialId, type: 'public-key' as const, clientExtensionResults: {} };
  }
}
