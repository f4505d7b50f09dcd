import { describe, expect, it } from '@jest/globals';
import { isSecretError, parseSecretReference } from './index.js';

describe('parseSecretReference', () => {
  it.each([
    ['env:GITHUB_TOKEN', { kind: 'env', name: 'GITHUB_TOKEN' }],
    ['file:/run/secrets/token', { kind: 'file', path: '/run/secrets/token' }],
    ['file:///run/secrets/token', { kind: 'file', path: '/run/secrets/token' }],
    ['file:C:\\secrets\\token', { kind: 'file', path: 'C:\\secrets\\token' }],
    ['aws-sm://prod/jenkins#token', { kind: 'aws-sm', id: 'prod/jenkins', field: 'token' }],
    ['aws-sm://plain', { kind: 'aws-sm', id: 'plain', field: undefined }],
    [
      'aws-sm://arn:aws:secretsmanager:eu-west-1:123456789012:secret:a/b-AbCdEf#x',
      { kind: 'aws-sm', id: 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:a/b-AbCdEf', field: 'x' },
    ],
    ['ssm:///prod/token', { kind: 'ssm', name: '/prod/token' }],
    ['ssm://token', { kind: 'ssm', name: 'token' }],
    ['k8s://argocd/git-creds#password', { kind: 'k8s', namespace: 'argocd', name: 'git-creds', key: 'password' }],
  ])('reads %s', (text, expected) => {
    expect(parseSecretReference(text)).toEqual({ ...expected, text });
  });

  it.each([
    'env:',
    'env:A-B',
    'file:relative/path',
    'file:',
    'aws-sm:prod',
    'aws-sm://#field',
    'ssm://',
    'k8s://ns/name',
    'k8s://ns/Name#key',
    'k8s://ns/a/b#key',
    'vault://x',
    'env',
    '',
  ])('refuses %j', (text) => {
    expect(() => parseSecretReference(text)).toThrow(expect.objectContaining({ code: 'secret-reference-invalid' }));
  });

  it.each(['hunter2', 'env:hunter2!', 'toString:hunter2'])(
    'does not repeat %s, which may be the secret itself',
    (text) => {
      try {
        parseSecretReference(text);
      } catch (error) {
        expect(isSecretError(error)).toBe(true);
        expect(JSON.stringify({ ...(error as Error), message: (error as Error).message })).not.toContain('hunter2');
        return;
      }
      throw new Error('it was taken for a reference');
    },
  );
});
