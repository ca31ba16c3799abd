/** Incidents that agencies share by kind, type or area, and what is answered of them. */
export const SHARES = {
  '{agency} lets your agency answer it.': '{agency} permite que su agencia la responda.',
  '{agency} sees {count} incidents by it now: from now on none of them, and none that come. What it answered stays.':
    '{agency} ve ahora {count} incidentes: desde ahora ninguno de ellos, ni los que lleguen. Lo que respondió se conserva.',
  '{count} days': '{count} días',
  'Alerts and calls': 'Alertas y llamadas',
  Actions: 'Acciones',
  'alerts may be answered': 'las alertas se pueden responder',
  'Another agency sees active incidents of a kind, a type or an area for a time, among its transfers and nowhere else. Either of you can end it.':
    'Otra agencia ve durante un tiempo los incidentes activos de una clase, un tipo o una zona, entre sus transferencias y en ningún otro lugar. Cualquiera de las dos puede terminarlo.',
  Anywhere: 'En cualquier lugar',
  'As its sender names it, as FIRE; empty is any':
    'Como lo nombra quien la envía, por ejemplo FIRE; vacío es cualquiera',
  'End the share': 'Dejar de compartir',
  'From {agency}: {what}': 'De {agency}: {what}',
  'Its people may answer alerts for you': 'Su personal puede responder alertas por ustedes',
  'Its people may open sensitive cards; both agencies record each':
    'Su personal puede abrir fichas sensibles; ambas agencias registran cada vez',
  'Keep it': 'Conservarlo',
  'of the type {type}': 'del tipo {type}',
  'Seen now': 'Se ven ahora',
  'sensitive cards may be opened': 'se pueden abrir fichas sensibles',
  Share: 'Compartir',
  'Share ended.': 'Se dejó de compartir.',
  'Share with another agency': 'Compartir con otra agencia',
  Shares: 'Incidentes compartidos',
  'Shared.': 'Compartido.',
  'the shares': 'lo compartido',
  Until: 'Hasta',
  'West, south, east and north, in degrees': 'Oeste, sur, este y norte, en grados',
  'Four numbers with commas between: west, south, east and north.':
    'Cuatro números separados por comas: oeste, sur, este y norte.',
  'More than half the earth: west and east are exchanged, or the box is too wide.':
    'Más de la mitad de la Tierra: el oeste y el este están intercambiados, o el rectángulo es demasiado ancho.',
  'This box crosses the 180th meridian, as those of Alaska and Fiji do.':
    'Este rectángulo cruza el meridiano 180, como los de Alaska y Fiyi.',
  'What is seen': 'Qué se ve',
  '{agency} sees it by a share until {time}': '{agency} lo ve por lo compartido hasta el {time}',
  'To the shares, where it is ended': 'A los incidentes compartidos, donde se termina',
  'within a polygon of {count} corners': 'dentro de un polígono de {count} esquinas',
  'within {area} (degrees west, south, east, north)': 'dentro de {area} (grados oeste, sur, este, norte)',
  'Within a polygon': 'Dentro de un polígono',
  'The boundary of the agency could not be read: type three corners, and a map shows them.':
    'No se pudo leer el límite de la agencia: escriba tres esquinas y un mapa las mostrará.',
  'The agency has no boundary with which a map could begin: type three corners, and it shows them.':
    'La agencia no tiene un límite con el que pueda empezar un mapa: escriba tres esquinas y las mostrará.',
  'Within a box': 'Dentro de un rectángulo',
  'Within the other agency’s boundary, as it is now': 'Dentro del límite de la otra agencia, como es ahora',
  'within the receiver’s boundary of that day': 'dentro del límite que tenía ese día quien recibe',
  'Your agency sees {count} incidents of {agency} by it now: from now on none of them, and none that come. What it answered stays.':
    'Su agencia ve ahora {count} incidentes de {agency}: desde ahora ninguno de ellos, ni los que lleguen. Lo que respondió se conserva.',
} as const;
