import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';

/** A mail as the server received it, headers included. */
export interface ReceivedMail {
  readonly to: string;
  readonly data: string;
}

/**
 * An SMTP server on loopback. `silent` accepts connections and writes nothing, `refusing` refuses every recipient, `dying`
 * closes the connection after the text, before it states whether it took the mail.
 */
export type MailServerManner = 'working' | 'silent' | 'refusing' | 'dying';

export interface MailServer {
  readonly url: string;
  readonly received: readonly ReceivedMail[];
  connections: number;
  /** How many connections ended while it was silent. */
  givenUp: number;
  manner: MailServerManner;
  close(): Promise<void>;
}

export async function startMailServer(manner: MailServerManner): Promise<MailServer> {
  const sockets = new Set<Socket>();
  const received: ReceivedMail[] = [];
  const listener = createServer((socket) => {
    sockets.add(socket);
    server.connections += 1;
    socket.on('close', () => sockets.delete(socket)).on('error', () => {});
    if (server.manner === 'silent') {
      socket.on('close', () => {
        server.givenUp += 1;
      });
      return;
    }
    speak(socket, () => server.manner, received);
  });
  listener.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const { port } = listener.address() as { port: number };
  const server: MailServer = {
    url: `smtp://127.0.0.1:${port}`,
    received,
    connections: 0,
    givenUp: 0,
    manner,
    async close() {
      for (const socket of sockets) socket.destroy();
      listener.close();
      await once(listener, 'close');
    },
  };
  return server;
}

/** RFC 5321, as much of it as a client without extensions needs. */
function speak(socket: Socket, manner: () => MailServerManner, received: ReceivedMail[]): void {
  let text = '';
  let to = '';
  let isData = false;
  socket.write('220 mail.test\r\n');
  socket.on('data', (bytes) => {
    text += bytes.toString('utf8');
    for (;;) {
      const end = isData ? text.indexOf('\r\n.\r\n') : text.indexOf('\r\n');
      if (end === -1) return;
      const part = text.slice(0, end);
      text = text.slice(end + (isData ? 5 : 2));
      if (isData) {
        isData = false;
        if (manner() === 'dying') {
          socket.destroy();
          return;
        }
        received.push({ to, data: part });
        socket.write('250 taken\r\n');
      } else if (/^rcpt to:/i.test(part)) {
        to = /<([^>]*)>/.exec(part)?.[1] ?? '';
        socket.write(manner() === 'refusing' ? '550 nobody here\r\n' : '250 ok\r\n');
      } else if (/^data/i.test(part)) {
        isData = true;
        socket.write('354 go on\r\n');
      } else if (/^quit/i.test(part)) {
        socket.end('221 bye\r\n');
      } else socket.write('250 ok\r\n');
    }
  });
}
