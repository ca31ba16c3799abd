/** A page in one theme at one width. */
export interface Shot {
  readonly what: string;
  readonly route: string;
  readonly theme: string;
  readonly language: string;
  readonly width: number;
  /** Null where it could not be taken. */
  readonly file: string | null;
  readonly fault: string | null;
}

const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

function picture({ what, theme, language, width, file, fault }: Shot): string {
  const words = `${what}, ${language}, ${theme}, ${width} px`;
  const shown =
    file === null
      ? ''
      : `<a href="${file}"><img loading="lazy" src="${file}" alt="${escaped(words)}" style="width:${Math.round(width / 4)}px"></a>`;
  const stated = fault === null ? '' : `<strong>${escaped(fault)}</strong>`;
  return `<figure>${shown}<figcaption>${language}, ${theme}, ${width} ${stated}</figcaption></figure>`;
}

/** One page with every picture, those of one page of the portal in a row: every language and theme, the widest first. */
export function sheetPage(shots: readonly Shot[], widths: readonly number[]): string {
  const pages = Map.groupBy(shots, ({ what }) => what);
  const rows = [...pages].map(([what, own]) => {
    const inOrder = own.toSorted((one, other) => widths.indexOf(one.width) - widths.indexOf(other.width));
    const route = own[0]?.route ?? '';
    return `<section><h2>${escaped(what)}</h2><p><code>${escaped(route)}</code></p><div>${inOrder.map(picture).join('')}</div></section>`;
  });
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>Contact sheet of the portal</title>
<style>
body { margin: 1.5rem; background: #888; color: #000; font: 15px sans-serif; }
div { display: flex; flex-wrap: wrap; align-items: flex-start; gap: 0.75rem; }
figure { margin: 0; }
strong { display: block; max-width: 20rem; color: #7a0000; overflow-wrap: anywhere; }
</style>
</head>
<body>
<h1>Contact sheet of the portal: ${pages.size} pages</h1>
${rows.join('\n')}
</body>
</html>
`;
}
