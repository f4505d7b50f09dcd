import { readImageReference, writtenName } from './reference.js';

/** A tag as argocd-image-updater holds it: either part may be empty, and the name may be a constraint. */
export interface ArgocdTag {
  readonly name: string;
  readonly digest: string;
}

/** An image identifier as argocd-image-updater understands it. Empty strings mean “not given”, as there. */
export interface ArgocdImage {
  readonly registryUrl: string;
  readonly imageName: string;
  readonly alias: string;
  readonly tag: ArgocdTag | undefined;
}

/**
 * Reads an identifier exactly as argocd-image-updater does, quirks included: an alias is whatever stands before the first `=`; `library/` is
 * dropped from Docker Hub names, but only where the rest is a reference; a port before a constraint is taken for the constraint. It is for
 * being compatible in names, keys and messages; our own reading is `parseImageReference` and `parseImageList`.
 */
export function parseArgocdImage(identifier: string): ArgocdImage {
  const equals = identifier.indexOf('=');
  const alias = identifier.slice(0, Math.max(equals, 0));
  const written = identifier.slice(equals + 1);
  const parsed = readWithHost(written) ?? readAsPath(written);
  return { alias, ...(parsed ?? { registryUrl: registryOf(identifier), ...splitUnparsed(written) }) };
}

/** Whether a name has a registry in front, by argocd-image-updater's rule: a dot before the first slash (so `localhost:5000/x` has none). */
export function hasRegistryPrefix(name: string): boolean {
  const [first = '', rest] = name.split('/', 2);
  return rest !== undefined && first.includes('.');
}

/** A name without the registry that {@link hasRegistryPrefix} finds. */
export function shortForm(name: string): string {
  return hasRegistryPrefix(name) ? name.slice(name.indexOf('/') + 1) : name;
}

/** Registry and name: `quay.io/acme/web`. */
export function argocdName({ registryUrl, imageName }: ArgocdImage): string {
  return registryUrl === '' || imageName.startsWith(`${registryUrl}/`) ? imageName : `${registryUrl}/${imageName}`;
}

/** Registry, name, tag and digest: `quay.io/acme/web:1.0@sha256:…`. */
export function argocdNameWithTag(image: ArgocdImage): string {
  const { name, digest } = image.tag ?? { name: '', digest: '' };
  return `${argocdName(image)}${name && `:${name}`}${digest && `@${digest}`}`;
}

/** The whole identifier, alias included. */
export function formatArgocdImage(image: ArgocdImage): string {
  return `${image.alias && `${image.alias}=`}${argocdNameWithTag(image)}`;
}

/** The tag, with the digest where there is one: `1.0@sha256:…`; a digest without a tag name gets `latest`. */
export function argocdTagWithDigest({ tag }: ArgocdImage): string {
  if (tag === undefined) return '';
  return tag.digest === '' ? tag.name : `${tag.name || 'latest'}@${tag.digest}`;
}

type NamedImage = Omit<ArgocdImage, 'alias'>;

/** To the peer, a first component with a capital letter can be nothing but a host. */
const capitalFirst = /^(?=[^/]*[A-Z])([A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)\//;
/** Written so, it is Docker Hub to the peer; other names of it are other hosts. */
const hubPrefix = /^(?:index\.)?docker\.io\//;

function readWithHost(written: string): NamedImage | undefined {
  const [, capital] = capitalFirst.exec(written) ?? [];
  if (capital === undefined) return read(written, splitParsed);
  const standIn = 'localhost';
  return read(`${standIn}${written.slice(capital.length)}`, (name) =>
    splitHost(`${capital}${name.slice(standIn.length)}`),
  );
}

/** What looks like a host and is none, as `my_registry.local`, the peer takes for the beginning of the path. */
function readAsPath(written: string): NamedImage | undefined {
  const standIn = 'docker.io/';
  return read(`${standIn}${written}`, (name) => ({ registryUrl: '', imageName: name.slice(standIn.length) }));
}

function read(text: string, split: (name: string, host: string) => Omit<NamedImage, 'tag'>): NamedImage | undefined {
  const reading = readImageReference(text);
  if (reading.kind === 'refused') return undefined;
  const { host, tag, digest } = reading.reference;
  const hasVersion = tag !== undefined || digest !== undefined;
  return {
    ...split(writtenName(reading.reference), host),
    tag: hasVersion ? { name: tag ?? '', digest: digest ?? '' } : undefined,
  };
}

function splitParsed(name: string, host: string): Omit<NamedImage, 'tag'> {
  const path = name.replace(hubPrefix, '');
  if (host !== 'docker.io' || (path === name && hasRegistryPrefix(name))) return splitHost(name);
  return {
    registryUrl: name.startsWith('docker.io') ? 'docker.io' : '',
    imageName: name.startsWith('library/') ? path : path.replace(/^library\//, ''),
  };
}

function splitHost(name: string): Omit<NamedImage, 'tag'> {
  const slash = name.indexOf('/');
  return { registryUrl: name.slice(0, slash), imageName: name.slice(slash + 1) };
}

function registryOf(identifier: string): string {
  const [first = '', second] = identifier.split('=', 2);
  const written = second ?? first;
  return hasRegistryPrefix(written) ? written.slice(0, written.indexOf('/')) : '';
}

function splitUnparsed(written: string): Omit<NamedImage, 'registryUrl'> {
  const name = shortForm(written);
  const at = name.indexOf('@');
  if (at === -1) return splitAt(name, name.indexOf(':'), '');
  const tagged = name.slice(0, at);
  const colon = tagged.lastIndexOf(':');
  return splitAt(tagged, colon > tagged.lastIndexOf('/') ? colon : -1, name.slice(at + 1));
}

function splitAt(text: string, colon: number, digest: string): Omit<NamedImage, 'registryUrl'> {
  if (colon !== -1) return { imageName: text.slice(0, colon), tag: { name: text.slice(colon + 1), digest } };
  return { imageName: text, tag: digest === '' ? undefined : { name: '', digest } };
}
