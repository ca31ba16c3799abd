import AjvCompiler from '@fastify/ajv-compiler';
import SerializerSelector from '@fastify/fast-json-stringify-compiler';
import type { FastifyServerOptions } from 'fastify';

type Factory = NonNullable<NonNullable<FastifyServerOptions['schemaController']>['compilersFactory']>;
type Validate = { (data: unknown): unknown; errors?: unknown };

const buildValidator = AjvCompiler();
const buildSerializer = SerializerSelector();

/**
 * Fastify's own compilers, each route's schemas compiled by the first request that needs them: compiling all of them takes
 * a third of a start, and most processes never use most routes.
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
