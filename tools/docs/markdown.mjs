/** The targets of the links and images of a text, each with its line; what stands in code is no link. */
export function linksOf(text) {
  return proseLines(text).flatMap(({ prose, line }) => {
    const inline = [...prose.matchAll(/\]\(\s*<?([^)\s>]+)>?(?:\s+["'(][^)]*)?\)/g)];
    const definition = [...prose.matchAll(/^ {0,3}\[[^\]]+\]:\s+<?([^\s>]+)/g)];
    return [...inline, ...definition].map((match) => ({ target: match[1], line }));
  });
}

/** What a link into a text may name: its headings as GitHub spells them, and its own anchors. */
export function anchorsOf(text) {
  const anchors = new Set();
  const uses = new Map();
  for (const { raw, prose } of proseLines(text)) {
    for (const [, id] of prose.matchAll(/<a (?:id|name)="([^"]+)"/g)) anchors.add(id);
    const heading = /^ {0,3}#{1,6}\s+(.*?)(?:\s+#+)?\s*$/.exec(raw);
    if (heading === null) continue;
    const slug = slugOf(heading[1]);
    const count = uses.get(slug) ?? 0;
    uses.set(slug, count + 1);
    anchors.add(count === 0 ? slug : `${slug}-${count}`);
  }
  return anchors;
}

function slugOf(heading) {
  const shown = heading.replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1').toLowerCase();
  return shown.replace(/[^\p{L}\p{N}\s_-]/gu, '').replace(/\s/g, '-');
}

/** The lines outside of fenced code; `prose` lacks their code spans. */
function proseLines(text) {
  const lines = [];
  let fence;
  for (const [index, raw] of text.split(/\r?\n/).entries()) {
    const mark = /^\s*(`{3,}|~{3,})/.exec(raw)?.[1];
    if (fence !== undefined) {
      if (mark?.startsWith(fence)) fence = undefined;
    } else if (mark !== undefined) fence = mark;
    else lines.push({ line: index + 1, raw, prose: raw.replace(/(`+)[^`](?:.*?[^`])?\1(?!`)/g, '') });
  }
  return lines;
}
