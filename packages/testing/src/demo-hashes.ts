/**
 * The sandbox's published passwords as the server hashes them, made beforehand: six hashes are two thirds of what a test's
 * gateway takes to start. Their sign-ins are checked as any other's. `password-hasher.test.ts` compares them with today's
 * parameters.
 */
export const DEMO_HASHES: Readonly<Record<string, string>> = {
  'sandbox-admin-pass-911':
    '$argon2id$v=19$m=19456,t=2,p=1$Mj4/lUgq5AjHPaRcSc66Yg$0eG1OsHpSoM1V0pAwLV3i9fMBUkC1Nmptlgxhaj9TWI',
  'sandbox-agent-pass-911':
    '$argon2id$v=19$m=19456,t=2,p=1$00Q582ByrpfQDYOhy2UT+g$R3ykfGbxXIvzQ+7iM9z2Twv/jo4Iko3DsN/kPqaDo60',
  'harbor-admin-pass-911':
    '$argon2id$v=19$m=19456,t=2,p=1$CsBBbv4Rd18F2gUIPf0ngw$hMEEeBFTVfjoF2UVT/pyXt/l2mJs/uESoAumTixKhjw',
  'harbor-agent-pass-911':
    '$argon2id$v=19$m=19456,t=2,p=1$zlfFyt577waC2+D2/AY6xg$xtoBybwpKt2hEJuwBU9YalAL4Mby+TWGPtt3OJcoyC4',
  'sallyport-operator-911':
    '$argon2id$v=19$m=19456,t=2,p=1$8ZmqVzjRoCedV1+nyir3sw$QwWFyPtGQztVnD+XJbOO1znbvTQHtdOr7bNQge0B41g',
  'sandbox-developer-911':
    '$argon2id$v=19$m=19456,t=2,p=1$mdlPHLFGFigqFF2kZaTJKA$rjPHYHM8n7jG83WSYRclUllBVKh9rp5Cmaxnan0K85A',
};
