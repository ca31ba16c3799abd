import { SCIM_SCHEMAS } from '@sallyport/contract';
import { Type } from 'typebox';
import type { RouteRequest } from '../routing/route.ts';
import { refuseScim } from './errors.ts';

export const MOST_RESULTS = 200;
const RESULTS_OTHERWISE = 100;

const CHOSEN_ATTRIBUTES = {
  attributes: Type.Optional(
    Type.String({ maxLength: 500, description: 'These attributes alone, and `id`', examples: ['userName,active'] }),
  ),
  excludedAttributes: Type.Optional(
    Type.String({ maxLength: 500, description: 'All but these attributes', examples: ['members'] }),
  ),
};

/** The query of a path that answers with one resource. */
export const ONE_RESOURCE = Type.Object(CHOSEN_ATTRIBUTES);

/** The query of a path that answers with a list (RFC 7644 section 3.4.2). */
export const RESOURCES = Type.Object({
  filter: Type.Optional(
    Type.String({
      maxLength: 1_000,
      description: 'Comparisons by `eq`, joined by `and`',
      examples: ['userName eq "riley@county.example"'],
    }),
  ),
  startIndex: Type.Optional(
    Type.String({ maxLength: 10, description: 'The number of the first, counted from 1', examples: ['1'] }),
  ),
  count: Type.Optional(
    Type.String({
      maxLength: 10,
      description: `At most so many, up to ${MOST_RESULTS}; ${RESULTS_OTHERWISE} where it is missing`,
      examples: ['100'],
    }),
  ),
  ...CHOSEN_ATTRIBUTES,
});

function readInteger(text: string | undefined, name: string, otherwise: number): number {
  if (text === undefined) return otherwise;
  if (!/^-?\d{1,9}$/.test(text)) throw refuseScim('invalidValue', `${name} must be a whole number`);
  return Number(text);
}

/** RFC 7644 section 3.4.2.4: a start below 1 is 1, a negative count is 0. */
export function readPage({ query }: RouteRequest): { startIndex: number; count: number } {
  return {
    startIndex: Math.max(1, readInteger(query['startIndex'], 'startIndex', 1)),
    count: Math.min(MOST_RESULTS, Math.max(0, readInteger(query['count'], 'count', RESULTS_OTHERWISE))),
  };
}

const namesIn = (text: string) => text.split(',').map((name) => name.trim().toLowerCase().split('.')[0] ?? '');

/** RFC 7644 section 3.9: the resource with the attributes that were asked for; `id` and `schemas` are always there. */
export function chooseAttributes<Resource extends object>({ query }: RouteRequest, resource: Resource): Resource {
  const { attributes, excludedAttributes } = query;
  if (attributes === undefined && excludedAttributes === undefined) return resource;
  const only = attributes === undefined ? null : namesIn(attributes);
  const without = namesIn(excludedAttributes ?? '');
  const isChosen = (name: string) => (only === null ? !without.includes(name) : only.includes(name));
  return Object.fromEntries(
    Object.entries(resource).filter(([name]) => ['id', 'schemas'].includes(name) || isChosen(name.toLowerCase())),
  ) as Resource;
}

/** A page of resources as RFC 7644 section 3.4.2 has it. */
export function listOf<Resource>(resources: readonly Resource[], totalResults: number, startIndex = 1) {
  return {
    schemas: [SCIM_SCHEMAS.listResponse],
    totalResults,
    startIndex,
    itemsPerPage: resources.length,
    Resources: resources,
  };
}
