/** One line of a terminal that states how far it is; elsewhere nothing is shown. */
export function statusLine(stream: NodeJS.WriteStream) {
  return {
    show(text: string): void {
      if (stream.isTTY) stream.write(`\r\u001b[K${text}`);
    },
    end(): void {
      if (stream.isTTY) stream.write('\r\u001b[K');
    },
  };
}
