import type { XmlElement } from './xml-element.js';

/** XML as Jenkins writes it: version 1.1, two blanks a level. Whatever stands in a text or an attribute is data. */
export function printXml(root: XmlElement): string {
  return `<?xml version='1.1' encoding='UTF-8'?>\n${lines(root, '').join('\n')}\n`;
}

function lines({ name, attributes, children, text }: XmlElement, indent: string): readonly string[] {
  const pairs = Object.entries(attributes).map(([key, value]) => ` ${key}="${escapeXml(value)}"`);
  const tag = `${name}${pairs.join('')}`;
  if (children.length > 0) {
    return [`${indent}<${tag}>`, ...children.flatMap((one) => lines(one, `${indent}  `)), `${indent}</${name}>`];
  }
  return [text === '' ? `${indent}<${tag}/>` : `${indent}<${tag}>${escapeXml(text)}</${name}>`];
}

const named: Readonly<Record<string, string>> = {
  '<': '&lt;',
  '>': '&gt;',
  '&': '&amp;',
  '"': '&quot;',
  "'": '&apos;',
};

/** What is special to XML, and what XML 1.1 allows as a reference only. What is in no XML becomes U+FFFD. */
function escapeXml(text: string): string {
  return text.replace(/[<>&"'\p{Cc}\p{Cs}\u2028\uFFFE\uFFFF]/gu, (letter) => {
    if (letter === '\n' || letter === '\t') return letter;
    if (/[\0\p{Cs}\uFFFE\uFFFF]/u.test(letter)) return '\uFFFD';
    return named[letter] ?? `&#x${letter.charCodeAt(0).toString(16)};`;
  });
}
