import AjvCompiler from '@fastify/ajv-compiler';
import SerializerSelector from '@fastify/fast-json-stringify-compiler';
import type { FastifyServerOptions } from 'fastify';

type Factory = NonNullable<NonNullable<FastifyServerOptions['schemaController']>['compilersFactory']>;
type Validate = { (data: unknown): unknown; errors?: unknown };

const buildValidator = AjvCompiler();
const buildSerializer = SerializerSelector();

/**
 * Fastify's own compilers, each route's schemas compiled by the first request that needs them. Compiling all at once took
 * 0.55 s of a start of 1.4 s (2026-11-29, two cores), for which a restarted server answers nobody; most installations never
 * use most dialects. The first request of a route waits for its own few milliseconds.
 */
export const compileWhenNeeded = {
  buildValidator(...given: Parameters<AjvCompiler.BuildCompilerFromPool>) {
    const compile = buildValidator(...given) as (route: unknown) => Validate;
    return (route: unknown) => {
      let compiled: Validate | undefined;
      const validate: Validate = (data) => {
        compiled ??= compile(route);
        const verdict = compiled(data);
        validate.errors = compiled.errors;
        return verdict;
      };
      return validate;
    };
  },
  buildSerializer(...given: Parameters<SerializerSelector.SerializerFactory>) {
    const compile = buildSerializer(...given);
    return (route: SerializerSelector.RouteDefinition) => {
      let serialize: ((data: unknown) => string) | undefined;
      return (data: unknown) => {
        serialize ??= compile(route);
        return serialize(data);
      };
    };
  },
} as Required<Factory>;
