export interface SetCookie {
  readonly name: string;
  readonly value: string;
  /** 0 removes the cookie. */
  readonly maxAgeSeconds: number;
  /** True where the page may stand in a frame of another site. */
  readonly isForFrames: boolean;
}

export interface Answer {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly cookies?: readonly SetCookie[];
  /** Answers with the portal's page; `frameAncestors` are the origins that may frame it. */
  readonly page?: { readonly frameAncestors: readonly string[] };
}
