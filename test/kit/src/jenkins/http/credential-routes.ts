import { send } from '../../serve/index.js';
import { Failure } from '../state/failure.js';
import type { World } from '../state/world.js';
import { rootOf, textOf } from '../state/xml-text.js';
import { type Route, sendTree } from './exchange.js';

/** The credentials of the system store, and those of a folder behind its path. */
export function credentialRoutes(store: (path: string) => string): readonly Route[] {
  const domain = '^(.*)/credentials/store/(?:system|folder)/domain/_';
  return [
    {
      method: 'POST',
      path: new RegExp(`${domain}/createCredentials$`),
      permission: 'com.cloudbees.plugins.credentials.CredentialsProvider.Create',
      answer: ({ world, request, response, body, form, root }, [, path = '']) => {
        const asForm = (request.headers['content-type'] ?? '').startsWith('application/x-www-form-urlencoded');
        if (asForm) return send(response, { status: form.has('json') ? 302 : 400, headers: { location: root } });
        const outcome = createCredential(world, store(path), body.toString('utf8'));
        send(response, { status: { created: 200, exists: 409, unreadable: 500 }[outcome] });
      },
    },
    {
      method: 'ANY',
      path: new RegExp(`${domain}/credential/([^/]+)/config\\.xml$`),
      permission: 'com.cloudbees.plugins.credentials.CredentialsProvider.View',
      answer: ({ world, request, response, body }, [, path = '', encoded = '']) => {
        const id = decodeURIComponent(encoded);
        const kept = world.credentials.get(store(path));
        const xml = kept?.get(id);
        if (kept === undefined || xml === undefined) throw new Failure(404, `no credential ${id}`);
        if (request.method === 'POST') {
          if (rootOf(body.toString('utf8')) === undefined) throw new Failure(500, 'unreadable');
          kept.set(id, body.toString('utf8'));
        }
        if (request.method === 'DELETE') kept.delete(id);
        const body200 = request.method === 'GET' ? redacted(xml) : '';
        send(response, { status: 200, headers: { 'content-type': 'application/xml' }, body: body200 });
      },
    },
    {
      method: 'ANY',
      path: new RegExp(`${domain}/api/json$`),
      permission: 'com.cloudbees.plugins.credentials.CredentialsProvider.View',
      answer: (exchange, [, path = '']) => {
        const kept = [...(exchange.world.credentials.get(store(path)) ?? [])];
        sendTree(exchange, {
          _class: 'com.cloudbees.plugins.credentials.CredentialsStoreAction$DomainWrapper',
          credentials: kept.map(([id, xml]) => ({
            id,
            typeName: rootOf(xml),
            description: textOf(xml, 'description') ?? '',
          })),
        });
      },
    },
  ];
}

/** Keeps a credential as XML says it. */
export function createCredential(world: World, store: string, xml: string): 'created' | 'exists' | 'unreadable' {
  const id = textOf(xml, 'id');
  if (rootOf(xml) === undefined || id === undefined) return 'unreadable';
  const kept = world.credentials.get(store) ?? new Map<string, string>();
  if (kept.has(id)) return 'exists';
  world.credentials.set(store, kept.set(id, xml));
  return 'created';
}

/** As Jenkins shows it: what is secret is not there. */
export function redacted(xml: string): string {
  return xml.replace(
    /<(privateKey|passphrase|secretKey|password)>[\s\S]*?<\/\1>/g,
    '<$1>\n    <secret-redacted/>\n  </$1>',
  );
}
