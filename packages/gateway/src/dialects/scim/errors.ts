import { SCIM_SCHEMAS, ScimError } from '@sallyport/contract';
import { type DomainError, ERROR_CATALOGUE, refuse } from '../../kernel/errors.ts';
import { refusalHeaders } from '../answers/challenges.ts';
import { type ErrorEncoding, encodersOf } from '../routing/error-encoding.ts';

export const SCIM_TYPE = 'application/scim+json';

/** RFC 7644 table 9, of what a directory sends. */
export type ScimType = 'invalidFilter' | 'invalidPath' | 'invalidValue' | 'mutability' | 'noTarget';

/** Goes with a refusal as its cause, so that its keyword is known where it is encoded. */
class ScimReason {
  readonly scimType: ScimType;
  constructor(scimType: ScimType) {
    this.scimType = scimType;
  }
}

/** A refusal of what was sent, by its keyword of RFC 7644 table 9. */
export function refuseScim(scimType: ScimType, description: string): DomainError {
  return refuse.invalidRequest({ description, cause: new ScimReason(scimType) });
}

function scimTypeOf({ code, cause }: DomainError): string | null {
  if (cause instanceof ScimReason) return cause.scimType;
  if (code === 'conflict') return 'uniqueness';
  return code === 'invalid_request' ? 'invalidValue' : null;
}

/** RFC 7644 section 3.12: the status as text, a keyword where one fits, and what to send. */
export const scimErrors: ErrorEncoding = {
  schema: ScimError,
  encodeError: encodersOf<{ status: number }>(ERROR_CATALOGUE, ({ status }, error) => {
    const scimType = scimTypeOf(error);
    return {
      status,
      headers: { ...refusalHeaders(error), 'content-type': SCIM_TYPE },
      body: {
        schemas: [SCIM_SCHEMAS.error],
        status: String(status),
        ...(scimType !== null && { scimType }),
        detail: error.message,
      },
    };
  }),
};
