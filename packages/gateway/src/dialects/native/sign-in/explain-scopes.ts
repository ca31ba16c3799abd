import { type ExplainedScope, isScope, SCOPES } from '@sallyport/contract';

/** Scopes in plain words. */
export function explainScopes(names: readonly string[]): ExplainedScope[] {
  return names.map((name) => ({ name, sentence: isScope(name) ? SCOPES[name] : name }));
}
