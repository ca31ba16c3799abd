/** What is asked before something ends or is removed, and what stops then. */
export const QUESTIONS = {
  '{agency} no longer sees this incident, nor what is added to it. You can transfer it again.':
    '{agency} ya no verá este incidente ni lo que se le agregue. Usted puede volver a transferirlo.',
  'Your agency no longer sees this incident of {agency}, nor what is added to it. Only {agency} can transfer it again.':
    'Su agencia ya no verá este incidente de {agency} ni lo que se le agregue. Solo {agency} puede volver a transferirlo.',
  'Remove older incidents': 'Eliminar incidentes antiguos',
  'Incidents that have not changed for more than {count} days are removed for good from the next clean-up on, with their events and files. Nothing brings them back.':
    'Desde la próxima limpieza se eliminan definitivamente los incidentes que llevan más de {count} días sin cambios, con sus eventos y archivos. No se pueden recuperar.',
  'Until now they were kept for {count} days.': 'Hasta ahora se conservaban {count} días.',
  'Until now nothing was removed.': 'Hasta ahora no se eliminaba nada.',
  'This agency then has no boundary: no callflow chooses it by the position of an alert, and its maps are without it. A new one can be set from a file.':
    'La agencia queda sin límite: ningún callflow la elige por la posición de una alerta, y sus mapas no lo muestran. Se puede establecer otro desde un archivo.',
  'Disable the sign-in by {name}': 'Desactivar el inicio de sesión con {name}',
  'Change the issuer of {name}': 'Cambiar el emisor de {name}',
  'Change issuer': 'Cambiar emisor',
  'With another issuer or entity id, what its people have open ends: sessions, deeplinks and tokens. At their next sign-in they are recognized by their e-mail address.':
    'Con otro emisor o identificador de entidad, termina lo que su personal tiene abierto: sesiones, enlaces directos y tokens. En el próximo inicio de sesión se reconoce a cada persona por su dirección de correo electrónico.',
  'Your own session ends too if you signed in by it.': 'También termina su propia sesión si la inició con él.',
  'With another role, {email} is signed out everywhere, and what acts for them stops. They can sign in again at once.':
    'Con otra función, se cierran todas las sesiones de {email} y deja de funcionar lo que actúa en su nombre. Puede volver a iniciar sesión de inmediato.',
} as const;
