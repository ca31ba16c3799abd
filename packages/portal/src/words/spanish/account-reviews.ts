/** The review of accounts. */
export const ACCOUNT_REVIEWS = {
  'Account reviews': 'Revisión de cuentas',
  'Confirm {name}': 'Confirmar a {name}',
  'Confirmed last': 'Última confirmación',
  'Disable {name}': 'Desactivar a {name}',
  Due: 'Vence',
  'Each account is confirmed or disabled within {count} days, by somebody else.':
    'Otra persona confirma o desactiva cada cuenta dentro de {count} días.',
  Never: 'Nunca',
  Overdue: 'Vencida',
  Person: 'Persona',
  Role: 'Función',
  'Signed in last': 'Último inicio de sesión',
  'the accounts': 'las cuentas',
  'The security policy asks for no review. Accounts can be confirmed all the same.':
    'La política de seguridad no pide ninguna revisión. Aun así se pueden confirmar cuentas.',
  'Whoever signs in by {email} is signed out everywhere, and what acts for them stops. An administrator can enable the account again.':
    'Se cierran todas las sesiones de {email} y deja de funcionar lo que actúa en su nombre. Un administrador puede volver a activar la cuenta.',
} as const;
