import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { buildImage, pushImage } from '@towline/test-kit/registry';
import { ask, type Question, type Reply } from '@towline/test-kit/serve';

/** A registry to hold against the contract. */
export interface OciTarget {
  readonly url: string;
  readonly ca?: string | undefined;
  readonly authorization?: string | undefined;
  stop(): Promise<void>;
}

const ociManifest = 'application/vnd.oci.image.manifest.v1+json';
const ociIndex = 'application/vnd.oci.image.index.v1+json';
const dockerManifest = 'application/vnd.docker.distribution.manifest.v2+json';
const dockerList = 'application/vnd.docker.distribution.manifest.list.v2+json';
const digestOf = (bytes: string | Uint8Array) => `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
const nowhere = digestOf('nothing that anyone pushed');

/** The distribution API as clients rely on it: the same for the kit's registry and for docker-registry. */
export function ociContract(start: () => Promise<OciTarget>): void {
  let target: OciTarget;
  beforeAll(async () => {
    target = await start();
  });
  afterAll(() => target.stop());

  const send = (path: string | URL, question: Question = {}): Promise<Reply> =>
    ask(new URL(path, target.url), {
      ...question,
      ca: target.ca,
      headers: { ...question.headers, ...(target.authorization ? { authorization: target.authorization } : {}) },
    });
  const json = async (path: string) => JSON.parse((await send(path)).body.toString('utf8'));
  const codeOf = (reply: Reply) => [reply.status, JSON.parse(reply.body.toString('utf8')).errors[0].code];
  const push = (repository: string, tags: readonly string[], recipe: Parameters<typeof buildImage>[0] = {}) =>
    pushImage(target.url, { repository, tags, ca: target.ca, authorization: target.authorization, ...recipe });
  const begin = async (repository: string, query = '') =>
    send(`/v2/${repository}/blobs/uploads/${query}`, { method: 'POST' });
  const next = (reply: Reply, digest?: string) => {
    const url = new URL(reply.headers.location ?? '', target.url);
    if (digest !== undefined) url.searchParams.set('digest', digest);
    return url;
  };
  /** A blob as clients read it: a redirect to another origin is followed without credentials. */
  const readBlob = async (path: string): Promise<Reply> => {
    const reply = await send(path);
    return reply.status === 307 ? ask(next(reply), { ca: target.ca }) : reply;
  };

  describe('the base', () => {
    it('answers 200', async () => {
      expect((await send('/v2/')).status).toBe(200);
    });
  });

  describe('an upload of a blob', () => {
    it('goes in one piece', async () => {
      const digest = digestOf('in one piece');
      const done = await send(next(await begin('up/one'), digest), { method: 'PUT', body: 'in one piece' });
      expect([done.status, done.headers['docker-content-digest']]).toEqual([201, digest]);
      expect((await readBlob(`/v2/up/one/blobs/${digest}`)).body.toString()).toBe('in one piece');
      const head = await send(`/v2/up/one/blobs/${digest}`, { method: 'HEAD' });
      expect([head.status, head.headers['content-length']]).toEqual([200, '12']);
    });

    it('goes in chunks, and says how far it is', async () => {
      const first = await send(next(await begin('up/two')), {
        method: 'PATCH',
        headers: { 'content-type': 'application/octet-stream', 'content-range': '0-4' },
        body: 'hello',
      });
      expect([first.status, first.headers.range]).toEqual([202, '0-4']);
      const state = await send(next(first));
      expect([state.status, state.headers.range]).toEqual([204, '0-4']);
      const second = await send(next(first), {
        method: 'PATCH',
        headers: { 'content-type': 'application/octet-stream', 'content-range': '5-10' },
        body: ' world',
      });
      expect(second.headers.range).toBe('0-10');
      const digest = digestOf('hello world!');
      expect((await send(next(second, digest), { method: 'PUT', body: '!' })).status).toBe(201);
      expect((await readBlob(`/v2/up/two/blobs/${digest}`)).body.toString()).toBe('hello world!');
    });

    it('is refused where the digest is another one', async () => {
      const reply = await send(next(await begin('up/three'), nowhere), { method: 'PUT', body: 'something else' });
      expect(codeOf(reply)).toEqual([400, 'DIGEST_INVALID']);
      expect((await send(`/v2/up/three/blobs/${nowhere}`)).status).toBe(404);
    });

    it('is unknown once it was cancelled', async () => {
      const begun = await begin('up/four');
      expect((await send(next(begun), { method: 'DELETE' })).status).toBe(204);
      const reply = await send(next(begun), { method: 'PATCH', body: 'late' });
      expect(codeOf(reply)).toEqual([404, 'BLOB_UPLOAD_UNKNOWN']);
    });
  });

  describe('a mount', () => {
    it('brings a blob from another repository without its bytes', async () => {
      const digest = digestOf('to be mounted');
      await send(next(await begin('mount/from'), digest), { method: 'PUT', body: 'to be mounted' });
      const mounted = await begin('mount/to', `?mount=${digest}&from=mount/from`);
      expect([mounted.status, mounted.headers['docker-content-digest']]).toEqual([201, digest]);
      expect((await readBlob(`/v2/mount/to/blobs/${digest}`)).body.toString()).toBe('to be mounted');
    });

    it('becomes an upload where the blob is not there', async () => {
      const reply = await begin('mount/to', `?mount=${nowhere}&from=mount/from`);
      expect([reply.status, reply.headers.location]).toEqual([202, expect.stringContaining('/blobs/uploads/')]);
    });
  });

  describe('a manifest', () => {
    it.each([
      ['an OCI image', { format: 'oci' }, ociManifest],
      ['a Docker image', { format: 'docker' }, dockerManifest],
      ['an OCI index', { format: 'oci', platforms: ['linux/amd64', 'linux/arm64'] }, ociIndex],
      ['a Docker manifest list', { format: 'docker', platforms: ['linux/amd64', 'linux/arm/v7'] }, dockerList],
    ] as const)('%s comes back byte by byte, by tag and by digest', async (_what, recipe, mediaType) => {
      const { root } = buildImage(recipe);
      expect(await push('images/all', ['one', 'two'], recipe)).toBe(root.digest);
      for (const reference of ['one', 'two', root.digest]) {
        const path = `/v2/images/all/manifests/${reference}`;
        const reply = await send(path, { headers: { accept: mediaType } });
        expect(reply.body.equals(root.bytes)).toBe(true);
        expect(reply.headers).toMatchObject({ 'content-type': mediaType, 'docker-content-digest': root.digest });
        const head = await send(path, { method: 'HEAD', headers: { accept: mediaType } });
        expect([head.status, head.headers['docker-content-digest'], head.body.length]).toEqual([200, root.digest, 0]);
      }
    });

    it('is not sent again to who has it', async () => {
      await push('images/etag', ['one']);
      const first = await send('/v2/images/etag/manifests/one', { headers: { accept: ociManifest } });
      const again = await send('/v2/images/etag/manifests/one', {
        headers: { accept: ociManifest, 'if-none-match': first.headers.etag ?? '' },
      });
      expect([again.status, again.body.length]).toEqual([304, 0]);
    });

    it('is not found by a client that does not accept an OCI index', async () => {
      await push('images/accept', ['one'], { platforms: ['linux/amd64', 'linux/arm64'] });
      const reply = await send('/v2/images/accept/manifests/one', { headers: { accept: ociManifest } });
      expect(codeOf(reply)).toEqual([404, 'MANIFEST_UNKNOWN']);
    });

    it('takes the tag from the image that had it', async () => {
      const old = await push('images/move', ['latest']);
      const renewed = await push('images/move', ['latest'], { labels: { build: '2' } });
      const head = await send('/v2/images/move/manifests/latest', { method: 'HEAD', headers: { accept: ociManifest } });
      expect(head.headers['docker-content-digest']).toBe(renewed);
      expect((await send(`/v2/images/move/manifests/${old}`, { headers: { accept: ociManifest } })).status).toBe(200);
    });

    it.each([
      ['whose blobs are missing', ociManifest, { config: { mediaType: 'x/y', digest: nowhere, size: 1 }, layers: [] }],
      ['whose children are missing', ociIndex, { manifests: [{ mediaType: ociManifest, digest: nowhere, size: 1 }] }],
    ])('%s is refused', async (_what, mediaType, fields) => {
      const body = JSON.stringify({ schemaVersion: 2, mediaType, ...fields });
      const headers = { 'content-type': mediaType };
      await push('images/refused', ['there']);
      const reply = await send('/v2/images/refused/manifests/new', { method: 'PUT', headers, body });
      expect(codeOf(reply)).toEqual([400, 'MANIFEST_BLOB_UNKNOWN']);
    });

    it('that is no JSON is refused', async () => {
      await push('images/refused', ['there']);
      const headers = { 'content-type': ociManifest };
      const reply = await send('/v2/images/refused/manifests/new', { method: 'PUT', headers, body: '{nonsense' });
      expect(codeOf(reply)).toEqual([400, 'MANIFEST_INVALID']);
    });

    it('is refused where it is pushed by another digest', async () => {
      await push('images/refused', ['there']);
      const { root } = buildImage({});
      const reply = await send(`/v2/images/refused/manifests/${nowhere}`, {
        method: 'PUT',
        headers: { 'content-type': ociManifest },
        body: root.bytes,
      });
      expect(codeOf(reply)).toEqual([400, 'DIGEST_INVALID']);
    });

    it('is gone with its tags once it was deleted by digest', async () => {
      const digest = await push('images/deleted', ['one', 'two']);
      expect((await send(`/v2/images/deleted/manifests/${digest}`, { method: 'DELETE' })).status).toBe(202);
      for (const reference of [digest, 'one', 'two']) {
        const reply = await send(`/v2/images/deleted/manifests/${reference}`, { headers: { accept: ociManifest } });
        expect(codeOf(reply)).toEqual([404, 'MANIFEST_UNKNOWN']);
      }
    });
  });

  describe('a list', () => {
    it('has the tags in order of their names', async () => {
      await push('lists/tags', ['b', 'c', 'a', '1.10', '1.9']);
      expect(await json('/v2/lists/tags/tags/list')).toEqual({
        name: 'lists/tags',
        tags: ['1.10', '1.9', 'a', 'b', 'c'],
      });
    });

    it('of repositories goes by pages', async () => {
      for (const name of ['catalog/a', 'catalog/b', 'catalog/c']) await push(name, ['x']);
      const names: string[] = [];
      let path: string | undefined = '/v2/_catalog?n=2';
      while (path !== undefined) {
        const reply = await send(path);
        const page = JSON.parse(reply.body.toString('utf8')).repositories;
        expect(page.length).toBeLessThanOrEqual(2);
        names.push(...page);
        path = /<([^>]+)>; rel="next"/.exec(String(reply.headers.link ?? ''))?.[1];
      }
      expect(names).toEqual([...new Set(names)].sort());
      expect(names).toEqual(expect.arrayContaining(['catalog/a', 'catalog/b', 'catalog/c']));
    });
  });

  describe('what is not there', () => {
    it.each([
      ['a repository', '/v2/not/there/tags/list', 'NAME_UNKNOWN'],
      ['a manifest', '/v2/lists/tags/manifests/not-there', 'MANIFEST_UNKNOWN'],
      ['a blob', `/v2/lists/tags/blobs/${nowhere}`, 'BLOB_UNKNOWN'],
    ])('%s is said to be unknown', async (_what, path, code) => {
      await push('lists/tags', ['a']);
      expect(codeOf(await send(path))).toEqual([404, code]);
    });
  });

  it('asks for credentials where they are needed', async () => {
    const anonymous = await ask(`${target.url}/v2/`, { ca: target.ca });
    if (target.authorization === undefined) {
      expect(anonymous.status).toBe(200);
    } else {
      expect([anonymous.status, anonymous.headers['www-authenticate']]).toEqual([
        401,
        expect.stringMatching(/^Basic /),
      ]);
      const wrong = await ask(`${target.url}/v2/`, { ca: target.ca, headers: { authorization: 'Basic QVdTOndyb25n' } });
      expect(wrong.status).toBe(401);
    }
  });
}
