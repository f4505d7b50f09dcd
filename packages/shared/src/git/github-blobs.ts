import { createHash } from 'node:crypto';
import { mapConcurrently } from '../async/index.js';
import { blobSchema, blobTextsSchema } from './github-schema.js';
import type { GitHubReading } from './github-tree.js';

/** So many files are asked for at once. GitHub counts one point of its allowance for each such request. */
const batchSize = 100;

/**
 * The contents of blobs by their ids: text a hundred at a time by GraphQL, and one by one what GraphQL does not give byte for byte:
 * binary, long, or in another encoding. The id is the hash of the content, so that this is known, not guessed.
 */
export async function readGitHubBlobs(
  reading: GitHubReading,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Uint8Array>> {
  const wanted = [...new Set(ids)];
  const batches = Array.from({ length: Math.ceil(wanted.length / batchSize) }, (_, n) =>
    wanted.slice(n * batchSize, (n + 1) * batchSize),
  );
  const texts = await mapConcurrently(batches, reading, (batch, signal) => readTexts({ ...reading, signal }, batch));
  const contents = new Map(texts.flat());
  const rest = wanted.filter((id) => !contents.has(id));
  const blobs = await mapConcurrently(rest, reading, (id, signal) => readBlob({ ...reading, signal }, id));
  for (const [id, content] of blobs) contents.set(id, content);
  return contents;
}

type Content = readonly [id: string, content: Uint8Array];

async function readTexts({ api, signal }: GitHubReading, ids: readonly string[]): Promise<readonly Content[]> {
  // Ids are hexadecimal by their schema, so that they can stand in the query.
  const fields = ids.map((id, n) => `b${n}: object(oid: "${id}") { ... on Blob { text } }`);
  const query = `query ($owner: String!, $name: String!) { repository(owner: $owner, name: $name) { ${fields.join(' ')} } }`;
  const variables = { owner: api.owner, name: api.repository };
  const { data } = await api.call({
    route: api.graphql,
    parameters: { query, variables },
    schema: blobTextsSchema,
    signal,
  });
  return ids.flatMap((id, n) => {
    const text = data?.repository?.[`b${n}`]?.text;
    const content = typeof text === 'string' ? new Uint8Array(Buffer.from(text)) : undefined;
    return content !== undefined && blobId(content, id.length) === id ? [[id, content] as const] : [];
  });
}

async function readBlob({ api, signal }: GitHubReading, id: string): Promise<Content> {
  const { content, encoding } = await api.call({
    route: 'GET /repos/{owner}/{repo}/git/blobs/{file_sha}',
    parameters: { file_sha: id },
    schema: blobSchema,
    signal,
  });
  return [id, new Uint8Array(Buffer.from(content, encoding === 'base64' ? 'base64' : 'utf8'))];
}

function blobId(content: Uint8Array, length: number): string {
  const hash = createHash(length === 40 ? 'sha1' : 'sha256');
  return hash.update(`blob ${content.length}\0`).update(content).digest('hex');
}
