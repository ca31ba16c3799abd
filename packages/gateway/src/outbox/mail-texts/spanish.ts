import type { AccountChange, ApplicationStep, DisabledWebhook, MailTexts } from './types.ts';

const CHANGES: Readonly<Record<AccountChange, readonly [subject: string, sentence: string]>> = {
  factor_added: ['Se añadió un segundo factor', 'se añadió un segundo factor a su cuenta'],
  factor_removed: ['Se quitó un segundo factor', 'se quitó un segundo factor de su cuenta'],
  recovery_code_used: [
    'Se usó un código de recuperación',
    'se usó uno de sus códigos de recuperación para iniciar sesión',
  ],
  recovery_codes_made: [
    'Códigos de recuperación nuevos',
    'se crearon códigos de recuperación nuevos; los anteriores ya no valen',
  ],
  password_changed: ['Su contraseña cambió', 'se cambió la contraseña de su cuenta'],
  new_place: [
    'Un inicio de sesión desde un lugar nuevo',
    'alguien inició sesión en su cuenta desde un lugar que no se había usado nunca',
  ],
  factors_reset: ['Se quitaron sus segundos factores', 'un administrador quitó todos sus segundos factores'],
};

const REASONS: Readonly<Record<DisabledWebhook, string>> = {
  gone: 'su punto de acceso respondió 410 Gone',
  failing: 'durante tres días no se le pudo entregar nada',
  ended: 'terminó el acceso de la persona, o el permiso, que lo creó',
};

function stepSentence(of: ApplicationStep): string {
  switch (of.step) {
    case 'submitted':
      return 'se envió; la revisa un operador.';
    case 'more_asked':
      return 'el operador pide más información.';
    case 'approved':
      return 'está aprobada. Su identificador de cliente y su secreto están en su página.';
    case 'declined':
      return 'está rechazada.';
    case 'secret_made':
      return 'se creó un secreto nuevo. Si no fue usted, avise al operador.';
    case 'secret_removed':
      return 'se quitó un secreto. Si no fue usted, avise al operador.';
    case 'redirects_changed':
      return 'cambiaron sus URI de redirección. Si no fue usted, avise al operador.';
    case 'agency_granted':
      return `${of.agencyName} acepta.`;
    case 'agency_declined':
      return `${of.agencyName} rechaza.`;
    case 'client_issued':
      return `una agencia emitió el cliente ${of.clientId}; su administrador entrega el secreto.`;
  }
}

/** The mails in Spanish. */
export const SPANISH: MailTexts = {
  accountChanged(change, { firstName, at, place, codesLeft }) {
    const [subject, sentence] = CHANGES[change];
    return {
      subject: `Sallyport: ${subject}`,
      lines: [
        `Hola, ${firstName}:`,
        '',
        `${sentence}, a las ${at}.`,
        ...(place === undefined ? [] : [`La dirección del lugar es ${place}.`]),
        ...(codesLeft === undefined ? [] : [`Quedan ${codesLeft} códigos de recuperación.`]),
        'Si no fue usted, pida a un administrador de su agencia que termine sus sesiones y restablezca sus factores.',
      ],
    };
  },
  passwordLink: ({ firstName, url, expiresAt }) => ({
    subject: 'Establezca su contraseña de Sallyport',
    lines: [
      `Hola, ${firstName}:`,
      '',
      'un administrador de su agencia le pide que establezca una contraseña para Sallyport. Abra este enlace una sola vez:',
      '',
      url,
      '',
      `Es válido hasta ${expiresAt}.`,
    ],
  }),
  passwordExpires: ({ firstName, expiresAt, url }) => ({
    subject: 'Sallyport: Su contraseña vence',
    lines: [
      `Hola, ${firstName}:`,
      '',
      `su contraseña de Sallyport vence a las ${expiresAt}. Desde entonces el inicio de sesión pide otra primero.`,
      `Puede cambiarla ahora: abra ${url}, inicie sesión y elija Mi cuenta.`,
      'Nadie le pide su contraseña por correo ni por teléfono.',
    ],
  }),
  signUp: ({ url, expiresAt }) => ({
    subject: 'Su cuenta de desarrollador de Sallyport',
    lines: [
      'Hola:',
      '',
      'abra este enlace una sola vez para confirmar su cuenta de desarrollador de Sallyport:',
      '',
      url,
      '',
      `Es válido hasta ${expiresAt}. Si no se registró, no haga nada.`,
    ],
  }),
  signUpOfKnown: ({ signInUrl }) => ({
    subject: 'Su cuenta de desarrollador de Sallyport',
    lines: [
      'Hola:',
      '',
      'alguien quiso registrar una cuenta de desarrollador de Sallyport con esta dirección, que ya tiene una. No cambió nada.',
      '',
      `Inicie sesión en ${signInUrl} con la contraseña que tiene.`,
    ],
  }),
  webhookDisabled: ({ name, reason, url }) => ({
    subject: `Se desactivó el webhook «${name}»`,
    lines: [
      `Se desactivó el webhook «${name}»: ${REASONS[reason]}.`,
      'Lo que ocurrió desde entonces queda en el registro y se entrega cuando se reanude.',
      `Vea sus entregas: ${url}`,
    ],
  }),
  applicationStep: (step, { name, more, url }) => ({
    subject: `Sallyport: ${name}`,
    lines: [`${name}: ${stepSentence(step)}`, ...(more === '' ? [] : ['', more]), '', url],
  }),
  reviewAsked: ({ name, developer, company, url }) => ({
    subject: `Sallyport: ${name}`,
    lines: [`${name}: ${developer}, de ${company}, pide una revisión.`, '', url],
  }),
  auditHeads: ({ publicUrl, at, day, heads }) => ({
    subject: `Auditoría de ${publicUrl}, ${day}`,
    lines: [
      `Los registros de auditoría más recientes de ${publicUrl} a las ${at}, una línea por cadena.`,
      'Guarde este correo donde no lo cambie nadie que pueda escribir en la base de datos.',
      'Para probar la auditoría con él, guarde las líneas que empiezan por { en un archivo:',
      'sallyport audit verify --anchor ARCHIVO',
      '',
      ...heads,
    ],
  }),
};
