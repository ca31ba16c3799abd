/// <reference path="./open-location-code.d.ts" />
import mgrs from 'mgrs';
import openLocationCode from 'open-location-code';
import type { Coordinates } from '../incident/types.ts';

const { forward, toPoint } = mgrs;
const plusCodes = new openLocationCode.OpenLocationCode();

/** Five digits each way: a square of a metre. */
const MGRS_DIGITS = 5;
/** MGRS and USNG, zone first: `18TWL8562811322`, also with blanks or hyphens between its parts. */
const MGRS = /^\d{1,2}[C-HJ-NP-X][A-HJ-NP-Z]{2}(\d\d){1,5}$/;
/** Two numbers of decimal degrees, latitude first; a sign or a letter states the side. */
const DEGREES = /^([+-]?\d{1,3}(?:\.\d+)?)\s*°?\s*([NS])?\s*[,;\s]\s*([+-]?\d{1,3}(?:\.\d+)?)\s*°?\s*([EW])?$/i;

/** The position's square of a metre in MGRS, which USNG writes alike; null near the poles, where it has another grid. */
export function toMgrs({ latitude, longitude }: Coordinates): string | null {
  if (latitude < -80 || latitude >= 84) return null;
  return forward([longitude, latitude], MGRS_DIGITS);
}

/** The position's plus code (Open Location Code), about 14 m wide. */
export function toPlusCode({ latitude, longitude }: Coordinates): string {
  return plusCodes.encode(latitude, longitude);
}

/** A text that is a position: which form it has, and where it is. */
export interface PositionCode extends Coordinates {
  readonly kind: 'coordinates' | 'mgrs' | 'plus_code';
}

const onEarth = ({ latitude, longitude }: Coordinates) => Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180;

function fromDegrees(text: string): PositionCode | null {
  const [, north = '', northern, east = '', eastern] = DEGREES.exec(text) ?? [];
  if (north === '') return null;
  const latitude = Number(north) * (/s/i.test(northern ?? '') ? -1 : 1);
  const longitude = Number(east) * (/w/i.test(eastern ?? '') ? -1 : 1);
  return onEarth({ latitude, longitude }) ? { kind: 'coordinates', latitude, longitude } : null;
}

function fromMgrs(text: string): PositionCode | null {
  const bare = text.toUpperCase().replaceAll(/[\s-]/g, '');
  if (!MGRS.test(bare)) return null;
  try {
    const [longitude, latitude] = toPoint(bare);
    return onEarth({ latitude, longitude }) ? { kind: 'mgrs', latitude, longitude } : null;
  } catch {
    // Letters that name no square of that zone.
    return null;
  }
}

function fromPlusCode(text: string, near: Coordinates | null): PositionCode | null {
  const code = text.trim().toUpperCase();
  const isShort = plusCodes.isShort(code);
  if (!plusCodes.isFull(code) && (!isShort || near === null)) return null;
  const whole = isShort && near !== null ? plusCodes.recoverNearest(code, near.latitude, near.longitude) : code;
  const { latitudeCenter: latitude, longitudeCenter: longitude } = plusCodes.decode(whole);
  return { kind: 'plus_code', latitude, longitude };
}

/**
 * The position that a text is: decimal degrees, latitude first; MGRS or USNG with its zone; a plus code, of which a short one means the
 * place nearest to `near`. Null for a text that is none.
 */
export function readPositionCode(text: string, near: Coordinates | null): PositionCode | null {
  const trimmed = text.trim();
  return fromDegrees(trimmed) ?? fromMgrs(trimmed) ?? fromPlusCode(trimmed, near);
}
