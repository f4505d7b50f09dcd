import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { annotationKey, parseAnnotationKey } from './annotation-key.js';
import { annotationTable } from './annotation-table.js';

describe('parseAnnotationKey', () => {
  it('finds every annotation by its key', () => {
    for (const spec of annotationTable) {
      const scope = spec.scopes.includes('application') ? 'application' : 'image';
      const key = annotationKey(spec.prefix, spec.name, scope === 'image' ? 'web' : '');
      expect(parseAnnotationKey(key)).toMatchObject({ kind: scope, spec });
    }
  });

  it('takes any alias apart from the name, dots and slashes included', () => {
    const alias = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9._/-]{0,10}$/);
    const specs = annotationTable.filter(({ scopes }) => scopes.includes('image'));
    fc.assert(
      fc.property(alias, fc.constantFrom(...specs), (text, spec) => {
        const parsed = parseAnnotationKey(annotationKey(spec.prefix, spec.name, text));
        expect(parsed).toMatchObject({ kind: 'image', alias: text, spec: { name: spec.name } });
      }),
    );
  });

  it.each([
    ['argocd-image-updater.argoproj.io/helm.image-tag', 'unknown'],
    ['argocd-image-updater.argoproj.io/.update-strategy', 'unknown'],
    ['argocd-image-updater.argoproj.io/web.pin', 'unknown'],
    ['towline.dev/update-strategy', 'unknown'],
    ['example.com/update-strategy', undefined],
  ])('does not know %s', (key, expected) => {
    expect(parseAnnotationKey(key)?.kind).toBe(expected);
  });
});
