/** What `sallyport doctor` finds, and what to do about it, by its English text. */
export const FINDINGS: Readonly<Record<string, string>> = {
  'It cannot be told whether --database-url asks for TLS': 'No se puede saber si --database-url pide TLS',
  'PostgreSQL is on this machine': 'PostgreSQL está en esta máquina',
  'With uselibpqcompat, sslmode={1} trusts any server on the way':
    'Con uselibpqcompat, sslmode={1} confía en cualquier servidor del camino',
  'PostgreSQL must show a certificate of its name': 'PostgreSQL debe mostrar un certificado de su nombre',
  'sslmode={1} is checked as verify-full, with a SECURITY WARNING in the log at each start; a later driver will check less':
    'sslmode={1} se comprueba como verify-full, con un SECURITY WARNING en el registro en cada arranque; un controlador posterior comprobará menos',
  'The connection to {1} is not encrypted, or to any server on the way':
    'La conexión con {1} no está cifrada, o va a cualquier servidor del camino',
  'sslmode={1} is not one that the driver knows': 'El controlador no conoce sslmode={1}',
  'Give --database-url sslmode=verify-full, with sslrootcert=FILE where the certificate is of an authority of your own':
    'Dé a --database-url sslmode=verify-full, con sslrootcert=ARCHIVO si el certificado es de una autoridad propia',
  '{1} is not there': '{1} no existe',
  'Check --data-dir; sallyport setup makes a new installation':
    'Compruebe --data-dir; sallyport setup crea una instalación nueva',
  '{1} is closed to other users of this machine': '{1} está cerrado a otros usuarios de esta máquina',
  'Other users of this machine may read {1}': 'Otros usuarios de esta máquina pueden leer {1}',
  'Run chmod {1} on it; if it is the key or the database, then sallyport keys rotate':
    'Ejecute chmod {1} sobre él; si es la clave o la base de datos, después sallyport keys rotate',
  '{1} may be written by this user': 'Este usuario puede escribir en {1}',
  'This user may not write {1}': 'Este usuario no puede escribir en {1}',
  'Run this as the user that runs Sallyport, or chown it':
    'Ejecútelo como el usuario que ejecuta Sallyport, o cambie su dueño con chown',
  '{1} GiB are free on the disk of {2}': 'Hay {1} GiB libres en el disco de {2}',
  'Free some space, or move the data folder to a larger disk':
    'Libere espacio, o pase la carpeta de datos a un disco mayor',
  'Webhook secrets and partner credentials are readable in the PostgreSQL database':
    'Los secretos de webhooks y las credenciales de socios se pueden leer en la base de datos PostgreSQL',
  'Give every server the same SALLYPORT_SECRETS_KEY, as from: openssl rand -base64 32':
    'Dé a todos los servidores la misma SALLYPORT_SECRETS_KEY, por ejemplo de: openssl rand -base64 32',
  'The key file of the data folder seals secrets': 'El archivo de clave de la carpeta de datos sella los secretos',
  'A key is set': 'Hay una clave establecida',
  'The proxy of an https URL is declared, or none is needed':
    'El proxy de una URL https está declarado, o no hace falta',
  'No proxy is declared': 'No hay ningún proxy declarado',
  'No mail server is set': 'No hay servidor de correo establecido',
  'Set SALLYPORT_SMTP_URL; until then links are shown to administrators':
    'Establezca SALLYPORT_SMTP_URL; hasta entonces los enlaces se muestran a los administradores',
  '{1} leads to this installation': '{1} lleva a esta instalación',
  'What answers on {1} is not this installation ({2})': 'Lo que responde en {1} no es esta instalación ({2})',
  'Point --public-url, DNS and the proxy at this server, and send /oauth/jwks.json through unchanged':
    'Dirija --public-url, DNS y el proxy a este servidor, y deje pasar /oauth/jwks.json sin cambios',
  '{1} is not reached from here ({2})': 'Desde aquí no se llega a {1} ({2})',
  'Start the server, then check DNS, certificate and proxy; a name that only outsiders can resolve may be right':
    'Arranque el servidor y compruebe DNS, certificado y proxy; un nombre que solo se resuelve desde fuera puede estar bien',
  'Every part of the server is ready': 'Todas las partes del servidor están listas',
  '/readyz answers {1}: {2}': '/readyz responde {1}: {2}',
  'The log states why': 'El registro indica por qué',
  "The server has {1} as the address of this machine's requests; none came by a proxy that is not declared":
    'El servidor ve {1} como dirección de las solicitudes de esta máquina; ninguna llegó por un proxy sin declarar',
  "The server has {1} as the address of this machine's requests; {2} s ago a request came with {3} from an address that is not declared as a proxy":
    'El servidor ve {1} como dirección de las solicitudes de esta máquina; hace {2} s llegó una solicitud con {3} desde una dirección que no está declarada como proxy',
  'Name the proxy in SALLYPORT_TRUSTED_PROXIES ({1}, where this request came through it): until then everybody behind it counts as one address':
    'Nombre el proxy en SALLYPORT_TRUSTED_PROXIES ({1}, si esta solicitud pasó por él): hasta entonces todos los que están detrás cuentan como una sola dirección',
  'The public URL states no Date': 'La URL pública no indica Date',
  'Let the proxy pass it on': 'Haga que el proxy lo deje pasar',
  "This machine's clock and the public URL's Date are {1} s apart":
    'El reloj de esta máquina y el Date de la URL pública difieren en {1} s',
  'Let both machines follow one time server (chrony, systemd-timesyncd)':
    'Haga que ambas máquinas sigan un mismo servidor de hora (chrony, systemd-timesyncd)',
  'The mail server greets and lets us in': 'El servidor de correo saluda y nos admite',
  'The mail server does not take us ({1})': 'El servidor de correo no nos admite ({1})',
  'Check SALLYPORT_SMTP_URL and its user': 'Compruebe SALLYPORT_SMTP_URL y su usuario',
  '{1} answers': '{1} responde',
  '{1} is not reached ({2})': 'No se llega a {1} ({2})',
  'Start LiveKit, or check its URL': 'Arranque LiveKit, o compruebe su URL',
  'Mend that first; sallyport serve states the same': 'Corríjalo primero; sallyport serve indica lo mismo',
  "This machine's clock is {1} ms behind the database's":
    'El reloj de esta máquina va {1} ms por detrás del de la base de datos',
  "This machine's clock is {1} ms ahead of the database's":
    'El reloj de esta máquina va {1} ms por delante del de la base de datos',
  'The database is of a later version of Sallyport ({1})':
    'La base de datos es de una versión posterior de Sallyport ({1})',
  'Start that version, or restore a backup from before its upgrade':
    'Arranque esa versión, o restaure una copia de antes de su actualización',
  'The database has every migration of this version, to {1}':
    'La base de datos tiene todas las migraciones de esta versión, hasta {1}',
  'The database lacks {1} migrations of this version, from {2} on':
    'A la base de datos le faltan {1} migraciones de esta versión, desde {2}',
  'Back it up, then start this version or run sallyport migrate':
    'Haga una copia, y después arranque esta versión o ejecute sallyport migrate',
  'The database is there and can be read': 'La base de datos existe y se puede leer',
  'Rows are written packed: the version before cannot be started on this database':
    'Las filas se escriben compactas: la versión anterior no puede iniciarse sobre esta base de datos',
  'Rows are written so that the version before can be started on this database; sallyport database pack makes new ones shorter':
    'Las filas se escriben de modo que la versión anterior puede iniciarse sobre esta base de datos; sallyport database pack hace más cortas las nuevas',
  'The database is a sandbox, whose passwords are published':
    'La base de datos es de pruebas, y sus contraseñas son públicas',
  'Give a real installation its own': 'Dé la suya a una instalación real',
  'This is the sandbox, whose passwords are published': 'Este es el entorno de pruebas, y sus contraseñas son públicas',
  'Let nobody but yourself reach it': 'No deje que llegue a él nadie más que usted',
  'The database has no demo data': 'La base de datos no tiene datos de demostración',
  'No signing key was made yet': 'Todavía no se creó ninguna clave de firma',
  'Start the server once: it makes one': 'Arranque el servidor una vez: crea una',
  'The signing key {1} is {2} days old': 'La clave de firma {1} tiene {2} días',
  'The signing key {1} is {2} days old and is not encrypted': 'La clave de firma {1} tiene {2} días y no está cifrada',
  'Start the server once: it encrypts it': 'Arranque el servidor una vez: la cifra',
  'Run sallyport keys rotate, and see why the server did not':
    'Ejecute sallyport keys rotate, y vea por qué no lo hizo el servidor',
  '{1} webhooks are disabled': '{1} webhooks están desactivados',
  'Resume or remove them in Admin, Webhooks': 'Reanúdelos o quítelos en Administración, Webhooks',
  '{1} webhooks fail, one for {2} minutes': '{1} webhooks fallan, uno desde hace {2} minutos',
  'See what their receivers answer in Admin, Webhooks, Deliveries':
    'Vea qué responden sus receptores en Administración, Webhooks, Entregas',
  '{1} webhook deliveries wait, the oldest for {2} minutes':
    '{1} entregas de webhooks esperan, la más antigua desde hace {2} minutos',
  'See that a server runs, and which webhook fails': 'Vea que haya un servidor en marcha, y qué webhook falla',
  'No webhook fails, waits or is disabled': 'Ningún webhook falla, espera ni está desactivado',
  'sallyport outbox list states why; sallyport outbox retry sends it again':
    'sallyport outbox list indica por qué; sallyport outbox retry lo envía otra vez',
  '{1} mails were given up': 'Se renunció a {1} correos',
  '{1} mails wait, the oldest for more than half an hour':
    '{1} correos esperan, el más antiguo desde hace más de media hora',
  '{1} mails wait': '{1} correos esperan',
  '{1} alerts wait for an answer': '{1} alertas esperan respuesta',
  'An alert waits whose deadline has passed': 'Espera una alerta cuyo plazo ya venció',
  'Start a server, or see what keeps it from writing': 'Arranque un servidor, o vea qué le impide escribir',
  'No alert was created later than now': 'Ninguna alerta se creó más tarde que ahora',
  'Alerts were created until {1}, {2} hours from now': 'Se crearon alertas hasta {1}, dentro de {2} horas',
  'See that the clock is right: if it is, created_time is right again from then on, and no reader misses an alert meanwhile':
    'Vea que el reloj esté bien: si lo está, created_time vuelve a ser correcto desde entonces, y mientras tanto ningún lector pierde una alerta',
  'No clean-up has ended yet': 'Todavía no ha terminado ninguna limpieza',
  'One does an hour after the start': 'Una termina una hora después del arranque',
  'The last clean-up ended {1} hours ago': 'La última limpieza terminó hace {1} horas',
  'Run sallyport clean-up, and see that a server runs':
    'Ejecute sallyport clean-up, y vea que haya un servidor en marcha',
  'Run sallyport backup --every, or look at why it stopped':
    'Ejecute sallyport backup --every, o vea por qué se detuvo',
  'No backup by sallyport backup is known': 'No se conoce ninguna copia de sallyport backup',
  'The last backup was made {1} days ago, of {2} bytes': 'La última copia se hizo hace {1} días, de {2} bytes',
  'The last backup was made {1} days ago, of {2} bytes, and its audit has {3} faults':
    'La última copia se hizo hace {1} días, de {2} bytes, y su auditoría tiene {3} fallos',
  'Run sallyport audit verify': 'Ejecute sallyport audit verify',
  'No account is overdue for its review': 'Ninguna cuenta tiene vencida su revisión',
  '{1} accounts of {2} agencies are overdue for their review': '{1} cuentas de {2} agencias tienen vencida su revisión',
  'Their administrators confirm or disable each in Admin, Account reviews':
    'Sus administradores confirman o desactivan cada una en Administración, Revisión de cuentas',
  '{1} operators are overdue for their review': '{1} operadores tienen vencida su revisión',
  'Another operator confirms each in Admin, Operators; the only one confirms themself':
    'Otro operador confirma cada uno en Administración, Operadores; el único se confirma a sí mismo',
  'Applications take their logout tokens': 'Las aplicaciones aceptan sus tokens de cierre de sesión',
  'Logout tokens of the last {1} days were given up: {2}':
    'Se renunció a tokens de cierre de sesión de los últimos {1} días: {2}',
  'People may still be signed in there: ask the maker of the application to end it, and why it did not take them':
    'Puede que haya personas con la sesión iniciada allí: pida al creador de la aplicación que la termine, y por qué no los aceptó',
  'Logout tokens are not taken, and sent again: {1}':
    'Los tokens de cierre de sesión no se aceptan, y se envían otra vez: {1}',
  'See that the application answers 200 at its backchannel_logout_uri':
    'Vea que la aplicación responda 200 en su backchannel_logout_uri',
  'The newest {1} audit records verify': 'Los {1} registros de auditoría más recientes son correctos',
  'The audit has {1} faults: {2}': 'La auditoría tiene {1} fallos: {2}',
  'Run sallyport audit verify, keep a copy': 'Ejecute sallyport audit verify y guarde una copia',
  '{1} has no backup': '{1} no tiene ninguna copia',
  'The newest backup in {1} is {2} days old': 'La copia más reciente de {1} tiene {2} días',
};
