/** The display of a room. */
export const BOARD = {
  Call: 'Llamada',
  'Cut off since': 'Sin conexión desde',
  'Cut off: the server cannot be reached. Trying again …':
    'Sin conexión: no se llega al servidor. Intentándolo de nuevo …',
  Display: 'Pantalla',
  'It shows what is active again within a minute of the agency being enabled.':
    'Vuelve a mostrar lo que está activo un minuto después de activarse la agencia, como mucho.',
  'Its link is not valid any more, or not whole. An administrator makes another one in Admin, Displays.':
    'Su enlace ya no es válido o está incompleto. Un administrador crea otro en Administración, Pantallas.',
  'No address': 'Sin dirección',
  'No sound until somebody clicks or presses a key': 'Sin sonido hasta que alguien haga clic o pulse una tecla',
  Nobody: 'Nadie',
  'Screen may switch off while this page is hidden': 'La pantalla puede apagarse mientras esta página está oculta',
  'Screen may switch off: this browser cannot keep it on':
    'La pantalla puede apagarse: este navegador no puede mantenerla encendida',
  'Screen stays on': 'La pantalla sigue encendida',
  Since: 'Desde',
  'Sound off': 'Sonido apagado',
  'Sound on': 'Sonido encendido',
  'Test sound': 'Probar el sonido',
  'the display': 'la pantalla',
  'The agency of this display is disabled': 'La agencia de esta pantalla está desactivada',
  'This browser has no sound': 'Este navegador no tiene sonido',
  'This display was ended': 'Esta pantalla se dio por terminada',
  What: 'Qué',
  'what is active': 'lo que está activo',
  'What you see is from then. Trying again …': 'Lo que ve es de entonces. Intentándolo de nuevo …',
  Where: 'Dónde',
  'Who has it': 'Quién lo tiene',
} as const;
