/** More than any of the calls is answered with. */
const LARGEST_ANSWER_BYTES = 64 * 1024 * 1024;

/** The text of the body; null where it is larger than anything that a server of these APIs sends, and is read no further. */
export async function readText(
  { body }: Pick<Response, 'body'>,
  atMostBytes: number = LARGEST_ANSWER_BYTES,
): Promise<string | null> {
  if (body === null) return '';
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let text = '';
  for (let size = 0; ; ) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    size += value.length;
    if (size > atMostBytes) {
      reader.cancel().catch(() => {});
      return null;
    }
    text += decoder.decode(value, { stream: true });
  }
}
