/** What the server states of rights and scopes: what a role may, and what an application asks for. */
export const RIGHTS: Readonly<Record<string, string>> = {
  'Sign in to the portal': 'Iniciar sesión en el portal',
  'Add and remove one’s own second factors': 'Agregar y quitar los propios segundos factores',
  'See incidents and their cards': 'Ver los incidentes y sus fichas',
  'Open sensitive cards, as those about somebody’s health': 'Abrir fichas sensibles, como las de la salud de alguien',
  'Listen to live calls': 'Escuchar llamadas en vivo',
  'Write notes and open, change and end calls': 'Escribir notas y abrir, cambiar y terminar llamadas',
  'Answer alerts': 'Responder a las alertas',
  'Claim, note and close incidents': 'Asumir, anotar y cerrar incidentes',
  'See incidents that another agency transferred, and what was transferred to whom':
    'Ver los incidentes que transfirió otra agencia, y qué se transfirió a quién',
  'Transfer an incident to another agency, and end that': 'Transferir un incidente a otra agencia, y ponerle fin',
  'Send incidents to the agency’s CAD': 'Enviar incidentes al CAD de la agencia',
  'Merge a duplicate call into another incident, and undo it':
    'Unir una llamada duplicada con otro incidente, y deshacerlo',
  'Write map locations and resources': 'Escribir lugares y recursos del mapa',
  'Add, change and disable people, of roles that may no more than their own':
    'Agregar, cambiar y desactivar personas, de funciones que no pueden más que la propia',
  "Make the agency's own roles": 'Crear las funciones propias de la agencia',
  'Read the audit record': 'Leer el registro de auditoría',
  'Export the audit record': 'Exportar el registro de auditoría',
  'Set how people sign in by an identity provider': 'Establecer cómo se inicia sesión con un proveedor de identidad',
  'Administer clients and their secrets': 'Administrar los clientes y sus secretos',
  'Allow applications, and end what was allowed': 'Permitir aplicaciones, y poner fin a lo permitido',
  'Answer applications that ask for access': 'Responder a las aplicaciones que piden acceso',
  'Administer webhooks': 'Administrar los webhooks',
  'Set how alerts arrive': 'Establecer cómo llegan las alertas',
  'Load address points and road centre lines': 'Cargar puntos de dirección y ejes de calles',
  'Make and end displays that show incidents without a person':
    'Crear y terminar pantallas que muestran incidentes sin una persona',
  'Set for how long incidents are kept': 'Establecer cuánto tiempo se conservan los incidentes',
  'Set the security policy': 'Establecer la política de seguridad',
  'Read reports of calls and alerts in figures': 'Leer informes de llamadas y alertas en cifras',
  'Read alerts': 'Leer alertas',
  'Open the portal on a caller or an alert': 'Abrir el portal en quien llama o en una alerta',
  'Create CAD incidents': 'Crear incidentes del CAD',
  'Read and subscribe to incident events': 'Leer eventos de incidentes y suscribirse a ellos',
  'Read responses to alerts': 'Leer las respuestas a las alertas',
  'Read devices': 'Leer los dispositivos',
  'Sign in to web applications that the agency allowed': 'Iniciar sesión en aplicaciones web que la agencia permitió',
  'Give such an application one’s name': 'Dar el propio nombre a una de ellas',
  'Give such an application one’s e-mail address': 'Dar el propio correo electrónico a una de ellas',
  Software: 'Software',
  "A person's tokens": 'Los tokens de una persona',
  'Read the alerts meant for this agency or sent by this partner, and answer them as its role allows':
    'Leer las alertas dirigidas a esta agencia o enviadas por este socio, y responderlas como su función permite',
  'Send alerts': 'Enviar alertas',
  'Open the portal for a signed-in user on one caller or alert':
    'Abrir el portal, para un usuario con sesión iniciada, en una llamada o alerta',
  'Create CAD incidents, find their calls, and receive CAD webhooks':
    'Crear incidentes del CAD, encontrar sus llamadas y recibir webhooks del CAD',
  'Read incident events, subscribe to them and listen to live calls':
    'Leer eventos de incidentes, suscribirse a ellos y escuchar llamadas en vivo',
  'Open and update calls as call-handling equipment': 'Abrir y actualizar llamadas como equipo de atención de llamadas',
  "Receive every change to this agency's incidents at an address of its own, and manage those webhooks":
    'Recibir cada cambio de los incidentes de esta agencia en una dirección propia, y administrar esos webhooks',
  'Read agency information': 'Leer la información de la agencia',
  'Read all alerts': 'Leer todas las alertas',
  'Read responses to all alerts': 'Leer las respuestas a todas las alertas',
  'Read all device information': 'Leer la información de todos los dispositivos',
  'Read map locations and resources': 'Leer lugares y recursos del mapa',
  'Create map locations and resources': 'Crear lugares y recursos del mapa',
  "Add, change and disable this agency's people and give them roles, as a directory does by SCIM":
    'Agregar, cambiar y desactivar a las personas de esta agencia y darles funciones, como hace un directorio por SCIM',
  'Let people sign in to it with their account here':
    'Dejar que las personas inicien sesión en ella con su cuenta de aquí',
  'Read the name, role and agency of who signs in': 'Leer el nombre, la función y la agencia de quien inicia sesión',
  'Read the e-mail of who signs in': 'Leer el correo electrónico de quien inicia sesión',
  'Answer alerts of another agency that let it': 'Responder alertas de otra agencia que lo permite',
  'Open sensitive cards that another agency lets one see': 'Abrir fichas sensibles que otra agencia deja ver',
  'Let other agencies see incidents by kind or area, and end that':
    'Dejar que otras agencias vean incidentes por clase o zona, y ponerle fin',
};
