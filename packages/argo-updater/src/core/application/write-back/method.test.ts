import { describe, expect, it } from '@jest/globals';
import { parseMethod } from './method.js';

describe('parseMethod', () => {
  it.each([
    [' argocd ', { kind: 'argocd' }],
    ['git', { kind: 'git', credentials: { kind: 'repocreds' } }],
    ['git:repocreds', { kind: 'git', credentials: { kind: 'repocreds' } }],
    ['git:secret:creds', { kind: 'git', credentials: { kind: 'secret', namespace: 'team', name: 'creds' } }],
    ['git:secret:team/creds', { kind: 'git', credentials: { kind: 'secret', namespace: 'team', name: 'creds' } }],
    ['git:aws-sm://git#token', { kind: 'git', credentials: { kind: 'reference', reference: 'aws-sm://git#token' } }],
    ['git:env:GIT_TOKEN', { kind: 'git', credentials: { kind: 'reference', reference: 'env:GIT_TOKEN' } }],
    ['git:file:/run/token', { kind: 'git', credentials: { kind: 'reference', reference: 'file:/run/token' } }],
  ])('reads %s', (text, expected) => {
    expect(parseMethod(text, 'team')).toEqual(expected);
  });

  it.each([
    ['Git', 'write-back-method'],
    ['', 'write-back-method'],
    ['git:', 'write-back-credentials'],
    ['git:error:x/y', 'write-back-credentials'],
    ['git:secret:', 'write-back-credentials'],
    ['git:secret:a/b/c', 'write-back-credentials'],
    ['git:secret:argocd/creds', 'write-back-credentials-namespace'],
  ])('refuses %j', (text, code) => {
    expect(parseMethod(text, 'team')).toMatchObject({ kind: 'refused', code });
  });
});
