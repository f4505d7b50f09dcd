import { parse, parseAllDocuments } from 'yaml';
import { z } from 'zod';
import type { Tree } from '../world/texts.js';

const json = z.record(z.string(), z.unknown());
type Json = z.output<typeof json>;

/** The source of an Application, with the overrides of its folder: what the repo-server of Argo CD renders. */
interface Source {
  readonly path: string;
  readonly helm?: Json | undefined;
  readonly kustomize?: Json | undefined;
}

const sourceSchema = z.looseObject({ path: z.string(), helm: json.optional(), kustomize: json.optional() });
const parametersSchema = z.array(z.object({ name: z.string(), value: z.string() })).default([]);
const kustomizationSchema = z.looseObject({
  resources: z.array(z.string()).default([]),
  images: z
    .array(z.object({ name: z.string(), newName: z.string().optional(), newTag: z.string().optional() }))
    .default([]),
});

/**
 * The images that the containers of an Application run when Argo CD syncs this tree. It reads files as the repo-server does: the override
 * files are laid over the source as JSON merge patches, then a kustomization, a chart or a plain folder is rendered. Of Kustomize and of Helm's
 * templates only what images need is there.
 */
export function imagesThatArgocdDeploys(
  name: string,
  spec: { readonly source: unknown },
  tree: Tree,
): readonly string[] {
  const declared = sourceSchema.parse(spec.source);
  const overrides = ['.argocd-source.yaml', `.argocd-source-${name}.yaml`].flatMap(
    (file) => tree.get(`${declared.path}/${file}`) ?? [],
  );
  const source: Source = sourceSchema.parse(overrides.map((text) => parse(text)).reduce(mergePatch, declared));
  if (tree.has(`${source.path}/kustomization.yaml`)) return kustomizeImages(source, tree);
  return tree.has(`${source.path}/Chart.yaml`) ? helmImages(source, tree) : folderImages(source, tree);
}

/** RFC 7386. */
function mergePatch(target: unknown, patch: unknown): unknown {
  if (!isMap(patch)) return patch;
  const merged = Object.entries(patch).reduce<Json>(
    (all, [key, value]) => {
      const { [key]: old, ...others } = all;
      return value === null ? others : { ...others, [key]: mergePatch(old, value) };
    },
    isMap(target) ? target : {},
  );
  return merged;
}

const isMap = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);

function containerImages(text: string): readonly string[] {
  const found: string[] = [];
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) for (const item of value) visit(item);
    else if (isMap(value)) {
      for (const container of Array.isArray(value.containers) ? value.containers : [])
        found.push(String(container.image));
      for (const member of Object.values(value)) visit(member);
    }
  };
  for (const document of parseAllDocuments(text)) visit(document.toJS());
  return found;
}

function folderImages({ path }: Source, tree: Tree): readonly string[] {
  const files = [...tree].filter(([file]) => /\.ya?ml$/.test(file) && file.startsWith(`${path}/`));
  return files.filter(([file]) => !file.includes('.argocd-source')).flatMap(([, text]) => containerImages(text));
}

function kustomizeImages({ path, kustomize }: Source, tree: Tree): readonly string[] {
  const { resources, images } = kustomizationSchema.parse(parse(tree.get(`${path}/kustomization.yaml`) ?? ''));
  // The repo-server runs `kustomize edit set image` for these.
  const set = z
    .array(z.string())
    .default([])
    .parse(kustomize?.images)
    .map((text) => {
      const [, name = '', newName = name, newTag] = /^(?:([^=]+)=)?(.+?)(?::([^/:]+))?$/.exec(text) ?? [];
      return { name: name || newName, newName, newTag };
    });
  const byName = new Map([...images, ...set].map((image) => [image.name, image]));
  return resources
    .flatMap((file) => containerImages(tree.get(`${path}/${file}`) ?? ''))
    .map((text) => {
      const [, name = '', tag = 'latest'] = /^(.+?)(?::([^/:]+))?$/.exec(text) ?? [];
      const image = byName.get(name);
      return `${image?.newName ?? name}:${image?.newTag ?? tag}`;
    });
}

function helmImages({ path, helm = {} }: Source, tree: Tree): readonly string[] {
  const files = ['values.yaml', ...z.array(z.string()).default([]).parse(helm.valueFiles)];
  const values = [...files.map((file) => parse(tree.get(`${path}/${file}`) ?? '{}')), helm.valuesObject ?? {}];
  const parameters = parametersSchema
    .parse(helm.parameters)
    .map(({ name, value }) => name.split('.').reduceRight<unknown>((inner, key) => ({ [key]: inner }), value));
  const all = [...values, ...parameters].reduce(mergePatch, {});
  const templates = [...tree].filter(([file]) => file.startsWith(`${path}/templates/`));
  return templates.flatMap(([, text]) =>
    containerImages(text.replaceAll(/\{\{ \.Values\.([\w.]+) \}\}/g, (_, key) => valueAt(all, key))),
  );
}

function valueAt(values: unknown, path: string): string {
  return String(path.split('.').reduce<unknown>((value, key) => (isMap(value) ? value[key] : undefined), values));
}
