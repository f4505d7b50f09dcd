import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import type { Dockerfile, Instruction } from '../../packages/jenkins-bridge/src/core/dockerfile/instruction.js';
import { parseDockerfile } from '../../packages/jenkins-bridge/src/core/dockerfile/parse-dockerfile.js';
import { ofKind, readObjectFile } from './render.js';

const root = fileURLToPath(new URL('../../', import.meta.url));
const podSchema = z.object({
  spec: z.object({
    template: z.object({
      spec: z.object({
        securityContext: z.object({ runAsUser: z.number(), runAsGroup: z.number() }),
        containers: z.array(
          z.object({ args: z.array(z.string()), ports: z.array(z.object({ containerPort: z.number() })) }),
        ),
      }),
    }),
  }),
});

describe('the Dockerfile of argo-updater', () => {
  let file: Dockerfile;
  let last: readonly Instruction[];
  beforeAll(async () => {
    file = parseDockerfile(await readFile(join(root, 'docker/argo-updater/Dockerfile'), 'utf8'));
    last = file.stages.at(-1)?.instructions ?? [];
  });

  const runs = (): readonly string[] =>
    file.stages.flatMap(({ instructions }) => instructions).flatMap((one) => (one.kind === 'run' ? [one.source] : []));
  const command = (kind: 'cmd' | 'entrypoint') =>
    last.flatMap((one) =>
      (one.kind === 'cmd' || one.kind === 'entrypoint') && one.kind === kind ? [one.command] : [],
    );

  it('begins every stage with one base of an exact version', () => {
    const variable = expect.stringMatching(/^\$\{NODE_IMAGE\}$/);
    expect(file.stages.map(({ from }) => from.image)).toEqual([variable, variable]);
    const [base] = file.globals.flatMap(({ names }) => names);
    expect(base).toEqual({ name: 'NODE_IMAGE', fallback: expect.stringMatching(/:\d+\.\d+\.\d+-[a-z]+-slim$/) });
  });

  it('runs as the user of the pod, by number', async () => {
    const [deployment] = ofKind(await readObjectFile('kustomize/base/argo-updater.yaml'), 'Deployment');
    const { securityContext, containers } = podSchema.parse(deployment).spec.template.spec;
    expect(last.flatMap((one) => (one.kind === 'user' ? [one.value] : []))).toEqual([
      `${securityContext.runAsUser}:${securityContext.runAsGroup}`,
    ]);
    expect(command('cmd')).toEqual([{ kind: 'exec', words: containers[0]?.args }]);
    const exposed = last.flatMap((one) => (one.kind === 'expose' ? one.values.map(Number) : []));
    expect(exposed).toEqual(expect.arrayContaining(containers[0]?.ports.map((port) => port.containerPort) ?? []));
  });

  it('starts the program itself, which takes the signals', () => {
    expect(command('entrypoint')).toEqual([{ kind: 'exec', words: ['argo-updater'] }]);
  });

  it('has git, and what git and signatures need', () => {
    const [install = ''] = runs().filter((text) => text.includes('apt-get install'));
    for (const name of ['ca-certificates', 'git', 'gnupg', 'openssh-client']) expect(install).toContain(` ${name} `);
    expect(install).toContain('--no-install-recommends');
    expect(install).toContain('rm -rf /var/lib/apt/lists/*');
  });

  it('builds with the package manager of the workspace, by the lock file', async () => {
    const { packageManager } = z
      .object({ packageManager: z.string() })
      .parse(JSON.parse(await readFile(join(root, 'package.json'), 'utf8')));
    const managers = runs().flatMap((text) => [...text.matchAll(/pnpm@[\d.]+/g)].map(([name]) => name));
    expect(new Set(managers)).toEqual(new Set([packageManager]));
    expect(runs().filter((text) => text.includes(' install --frozen-lockfile'))).toHaveLength(1);
  });

  it('copies what there is', () => {
    const copied = file.stages
      .flatMap(({ instructions }) => instructions)
      .flatMap((one) => (one.kind === 'copy' && one.from === undefined ? one.sources : []));
    expect(copied.filter((path) => !existsSync(join(root, path)))).toEqual([]);
    expect(file.stages.flatMap(({ instructions }) => instructions).filter(({ kind }) => kind === 'add')).toEqual([]);
  });

  it('says by labels what it is and where it comes from', () => {
    const names = last.flatMap((one) => (one.kind === 'label' ? one.pairs.map(({ name }) => name) : []));
    const wanted = ['title', 'description', 'source', 'licenses', 'version', 'revision', 'created'];
    expect(names.sort()).toEqual(wanted.map((name) => `org.opencontainers.image.${name}`).sort());
  });

  it('can be started by the names of argocd-image-updater', () => {
    const text = runs().join('\n');
    expect(text).toContain('/usr/local/bin/argocd-image-updater');
    expect(text).toContain('/manager');
  });
});
