/** The review of accounts. */
export const ACCOUNT_REVIEWS = {
  'Disable {name}': 'Desactivar a {name}',
  Never: 'Nunca',
  Person: 'Persona',
  Role: 'Función',
} as const;
