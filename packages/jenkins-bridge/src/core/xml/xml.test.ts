import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseXml } from './parse-xml.js';
import { printXml } from './print-xml.js';
import { descendant, element, type XmlElement } from './xml-element.js';

describe('parseXml', () => {
  it('reads what Jenkins writes', () => {
    const root = parseXml(
      `<?xml version='1.1' encoding='UTF-8'?>\n<!-- a --><flow-definition plugin="workflow-job@1">\n  <a/>\n  <b c='&lt;'>x &amp; &#x79;<![CDATA[<z>]]></b>\n</flow-definition>`,
    );
    expect(root.attributes).toEqual({ plugin: 'workflow-job@1' });
    expect(descendant(root, 'b')).toEqual(element('b', 'x & y<z>', { c: '<' }));
    expect(descendant(root, 'a', 'b')).toBeUndefined();
  });

  it.each([
    ['an element that is not closed', '<a><b></a>'],
    ['an end that is too early', '<a>'],
    ['two roots', '<a/><b/>'],
    ['a reference to an entity', '<a>&file;</a>'],
    ['a lone ampersand', '<a>a & b</a>'],
    ['a DOCTYPE', '<!DOCTYPE a [<!ENTITY file SYSTEM "file:///etc/passwd">]><a/>'],
    ['text outside', '<a/>b'],
    ['an attribute without quotes', '<a b=c/>'],
    ['no element', ' '],
    ['more depth than any configuration', '<a>'.repeat(500)],
  ])('refuses %s', (_what, text) => {
    expect(() => parseXml(text)).toThrow(expect.objectContaining({ code: 'xml-malformed' }));
  });
});

const letters = fc.string({ unit: 'binary' }).map((one) => one.replace(/[\0\p{Cs}\uFFFE\uFFFF]/gu, '-'));
const name = fc.stringMatching(/^[A-Za-z][\w.$-]{0,8}$/);
const tree: fc.Arbitrary<XmlElement> = fc.letrec<{ tree: XmlElement }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 3 },
    fc.tuple(name, letters, fc.dictionary(name, letters)).map(([a, b, c]) => element(a, b, { ...c })),
    fc.tuple(name, fc.array(tie('tree'), { minLength: 1, maxLength: 3 })).map(([a, b]) => element(a, b)),
  ),
})).tree;

describe('printXml', () => {
  it('is read as it was, whatever letters are in it', () => {
    fc.assert(fc.property(tree, (root) => expect(parseXml(printXml(root))).toEqual(root)));
  });

  it('writes no letter that could be markup', () => {
    expect(printXml(element('a', '</a>"\'\u0001'))).toContain('<a>&lt;/a&gt;&quot;&apos;&#x1;</a>');
  });
});
