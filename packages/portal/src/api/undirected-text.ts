/** What turns the direction of everything after it: embeddings, overrides, isolates and their ends. The marks of one place stay. */
const DIRECTING = /[\u202a-\u202e\u2066-\u2069]/g;

/**
 * The text without the characters by which it could turn what the page writes beside it. Letters of every script keep their own
 * direction; whoever reads the API gets what was sent.
 */
export function undirected(text: string): string {
  return text.replace(DIRECTING, '');
}

/** `fetch` whose JSON answers have no such characters, so that nothing that a page shows, prints or notifies of has them. */
export async function fetchUndirected(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
  const response = await fetch(input, init);
  const isJson = /^application\/(.+\+)?json\b/.test(response.headers.get('content-type') ?? '');
  if (response.body === null || !isJson) return response;
  const text = new TransformStream<string, string>({
    transform: (chunk, controller) => controller.enqueue(undirected(chunk)),
  });
  const body = response.body
    .pipeThrough(new TextDecoderStream())
    .pipeThrough(text)
    .pipeThrough(new TextEncoderStream());
  return new Response(body, response);
}
