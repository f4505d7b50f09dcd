/** Whether a text is well-formed enough for Jenkins to load: every element ends, in order, and there is one root. */
export function rootOf(xml: string): string | undefined {
  const open: string[] = [];
  let root: string | undefined;
  const body = xml.replace(/<\?[\s\S]*?\?>|<!--[\s\S]*?-->/g, '').replace(/<!\[CDATA\[[\s\S]*?\]\]>/g, '');
  if (/&(?!(?:lt|gt|amp|quot|apos|#\d+|#x[\da-fA-F]+);)/.test(body)) return undefined;
  for (const [, closing, name = '', rest = ''] of body.matchAll(/<(\/?)([\w.$:-]+)((?:"[^"]*"|'[^']*'|[^>"'])*)>/g)) {
    if (closing === '/') {
      if (open.pop() !== name) return undefined;
      continue;
    }
    if (open.length === 0 && root !== undefined) return undefined;
    root ??= name;
    if (!rest.endsWith('/')) open.push(name);
  }
  return open.length === 0 ? root : undefined;
}

/** The text of the first element of this name, with its character references resolved; undefined where there is none. */
export function textOf(xml: string, name: string): string | undefined {
  const found = new RegExp(`<${name}(?:\\s[^>]*)?>([\\s\\S]*?)</${name}>`).exec(xml)?.[1];
  return found === undefined ? undefined : unescapeXml(found);
}

/** What stands in each element of this name. */
export function elementsOf(xml: string, name: string): readonly string[] {
  return [...xml.matchAll(new RegExp(`<${name}(?:\\s[^>]*)?>([\\s\\S]*?)</${name}>`, 'g'))].map(
    ([, inner = '']) => inner,
  );
}

/** A text as the content of an element. */
export function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function unescapeXml(text: string): string {
  const named: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };
  return text.replace(/&(?:#x([\da-fA-F]+)|#(\d+)|(\w+));/g, (_all, hex, decimal, name) => {
    if (name !== undefined) return named[name] ?? '';
    return String.fromCodePoint(hex === undefined ? Number(decimal) : Number.parseInt(hex, 16));
  });
}
