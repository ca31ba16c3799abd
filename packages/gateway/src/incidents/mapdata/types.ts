import type { Members } from '../incident/further-members.ts';

/** A place on an agency's map: a hydrant, a building, a staging area. */
export interface MapLocation {
  readonly number: number;
  readonly name: string;
  readonly description: string;
  readonly iconId: string;
  readonly iconColor: string;
  readonly locationType: string;
  readonly latitude: number;
  readonly longitude: number;
  /** What its writer states of it besides. */
  readonly further: Members;
}

/** What an agency keeps about a place: a floor plan, a photo. What is known of the file, not the file. */
export interface MapResource {
  readonly number: number;
  readonly locationNumber: number;
  readonly title: string;
  readonly filename: string;
  readonly extension: string;
  readonly sizeBytes: number;
  readonly details: string;
  readonly further: Members;
}

/** Degrees, all inclusive. */
export interface CoordinateWindow {
  readonly south: number;
  readonly west: number;
  readonly north: number;
  readonly east: number;
}

/** Which of the agency's places: `page` from 1 on. */
export interface LocationPage {
  readonly page: number;
  readonly perPage: number;
  readonly window: CoordinateWindow | null;
}

/** A resource with the number by which readers by number know its agency. */
export interface OwnedResource {
  readonly resource: MapResource;
  readonly agencyNumber: number;
}
