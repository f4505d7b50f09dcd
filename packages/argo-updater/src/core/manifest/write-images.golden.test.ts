import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { formatImageReference } from '@towline/shared/image';
import * as z from 'zod';
import { manageApplications } from '../application/manage-applications.js';
import type { ManagedApplication } from '../application/managed-application.js';
import { readApplications } from '../application/read-application.js';
import { filesToRead } from './files-to-read.js';
import type { ImageUpdate } from './image-site.js';
import { parseTagText } from './image-version.js';
import { createManifestFiles } from './manifest-files.js';
import { createManifestTree } from './manifest-tree.js';
import { readImages } from './read-images.js';
import { writeImages } from './write-images.js';

/** `case.json`: an Application, what is wanted of it, and what is found. */
const caseSchema = z.strictObject({
  why: z.string(),
  name: z.string().default('shop'),
  annotations: z.record(z.string(), z.string()),
  /** The spec of the Application; where the path of its source is `apps/shop` and nothing else, left out. */
  spec: z
    .record(z.string(), z.unknown())
    .default({ source: { repoURL: 'https://git.example/apps.git', path: 'apps/shop' } }),
  type: z.enum(['Helm', 'Kustomize', 'Plugin', 'Directory']),
  types: z.array(z.string()).optional(),
  compat: z.boolean().default(false),
  /** By alias: `tag[@digest]`. */
  to: z.record(z.string(), z.string()),
  /** By alias: the image that is there, and the places that hold it. */
  current: z.record(z.string(), z.string().nullable()).optional(),
  at: z.record(z.string(), z.array(z.string())).optional(),
  /** The code of the finding where the target cannot be written. */
  refused: z.string().optional(),
});

type Case = z.infer<typeof caseSchema>;

const root = new URL('testdata/', import.meta.url);

/** The files below a folder, by path. */
function readTree(folder: URL, below = ''): ReadonlyMap<string, string> {
  if (!existsSync(folder)) return new Map();
  const entries = readdirSync(folder, { withFileTypes: true }).flatMap((entry): [string, string][] =>
    entry.isDirectory()
      ? [...readTree(new URL(`${entry.name}/`, folder), `${below}${entry.name}/`)]
      : [[below + entry.name, readFileSync(new URL(entry.name, folder), 'utf8')]],
  );
  return new Map(entries);
}

function manage({ name, annotations, spec, type, types, compat }: Case): ManagedApplication {
  const peer = 'argocd-image-updater.argoproj.io/';
  const keys = Object.entries({ 'write-back-method': 'git', ...annotations }).map(([key, value]) => [
    key.includes('/') ? key : peer + key,
    value,
  ]);
  const document = {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: { name, namespace: 'argocd', annotations: Object.fromEntries(keys) },
    spec,
    status: types ? { sourceTypes: types } : { sourceType: type },
  };
  const { applications } = readApplications(document, { kind: 'cluster' });
  const { managed, skipped } = manageApplications({
    applications,
    imageUpdaters: [],
    controllerNamespace: 'argocd',
    compat,
  });
  const [only] = managed;
  if (!only) throw new Error(JSON.stringify(skipped));
  return only;
}

function updatesOf(managed: ManagedApplication, to: Case['to']): readonly ImageUpdate[] {
  return managed.images
    .filter(({ label }) => to[label] !== undefined)
    .map((image) => ({ image, to: parseTagText(to[image.label] ?? '') ?? {} }));
}

function open(texts: ReadonlyMap<string, string>, { writeTarget }: ManagedApplication) {
  const tree = createManifestTree([...texts.keys()]);
  const wanted = filesToRead(writeTarget, tree);
  return createManifestFiles(tree, new Map([...texts].filter(([path]) => wanted.includes(path))));
}

function checkReading(files: ReturnType<typeof open>, managed: ManagedApplication, { current, at }: Case): void {
  const readings = readImages(managed, files);
  const read = readings.flatMap((one) => (one.kind === 'read' ? [one] : []));
  if (current) {
    const texts = read.map((one) => [one.image.label, one.current ? formatImageReference(one.current) : null]);
    expect(Object.fromEntries(texts)).toEqual(current);
  }
  if (at) {
    const places = read.map(({ image, sites }) => [
      image.label,
      sites.map((site) => `${site.at.file ?? ''}:${site.at.line ?? ''} ${site.at.path}`),
    ]);
    expect(Object.fromEntries(places)).toEqual(at);
  }
}

describe('write targets, golden', () => {
  it.each(readdirSync(root))('%s', (name) => {
    const folder = new URL(`${name}/`, root);
    const given = caseSchema.parse(JSON.parse(readFileSync(new URL('case.json', folder), 'utf8')));
    const original = readTree(new URL('original/', folder));
    const managed = manage(given);
    const updates = updatesOf(managed, given.to);
    const files = open(original, managed);
    checkReading(files, managed, given);

    const edit = writeImages(managed, updates, files);
    if (edit.kind === 'refused') {
      expect(edit.findings.map(({ code }) => code)).toEqual([given.refused]);
      return;
    }
    expect(given.refused).toBeUndefined();
    const after = new Map([...original, ...edit.files]);
    expect(Object.fromEntries(after)).toEqual(Object.fromEntries(readTree(new URL('expected/', folder))));
    expect([...edit.files].filter(([path, text]) => original.get(path) === text)).toEqual([]);

    const again = open(after, managed);
    expect(writeImages(managed, updates, again)).toEqual({ kind: 'edited', files: new Map() });
    for (const { image, to } of updates) {
      const reading = readImages(managed, again).find((one) => one.image === image);
      expect(reading).toMatchObject({ kind: 'read', current: { tag: to.tag, digest: to.digest } });
    }
  });
});
