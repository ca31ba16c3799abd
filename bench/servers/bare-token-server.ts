import { generateKeyPairSync, randomUUID, sign } from 'node:crypto';
import { createServer } from 'node:http';
import { rawSignature } from '../../packages/gateway/src/authorization/tokens/sign-jwt.ts';

// The reference for tokens: what signing costs in Node and nothing else. It reads no body, checks no secret and keeps
// no record, and answers any request with a fresh JWT of the same claims and length as Sallyport's.

const LIFETIME_SECONDS = 3600;
const port = Number(process.argv[2]);
/** `own` converts the signature as Sallyport does, which takes half the time of asking Node for the raw form. */
const isOwnConversion = process.argv[3] === 'own';
const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');
const header = encode({ alg: 'ES256', typ: 'at+jwt', kid: randomUUID() });

function issueToken(now: number): string {
  const issuedAt = Math.floor(now / 1000);
  const claims = {
    iss: `http://127.0.0.1:${port}`,
    sub: 'sandbox-cad',
    aud: `http://127.0.0.1:${port}`,
    client_id: 'sandbox-cad',
    agency: 'sandbox-county',
    scope: 'deeplinks alerts',
    iat: issuedAt,
    exp: issuedAt + LIFETIME_SECONDS,
    jti: randomUUID(),
  };
  const signed = `${header}.${encode(claims)}`;
  const signature = isOwnConversion
    ? rawSignature(sign('sha256', Buffer.from(signed), privateKey))
    : sign('sha256', Buffer.from(signed), { key: privateKey, dsaEncoding: 'ieee-p1363' });
  return `${signed}.${signature.toString('base64url')}`;
}

createServer((_req, res) => {
  const now = Date.now();
  const body = JSON.stringify({
    access_token: issueToken(now),
    token_type: 'Bearer',
    expires_in: LIFETIME_SECONDS,
    scope: 'deeplinks alerts',
    issued_at: now,
  });
  res.writeHead(200, {
    'Content-Type': 'application/json; charset=utf-8',
    'Content-Length': Buffer.byteLength(body),
    'Cache-Control': 'no-store',
  });
  res.end(body);
}).listen(port, '127.0.0.1');
