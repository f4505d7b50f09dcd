import type { ApiAnswer, RepositoryCall } from './call.js';
import { createCommit, getCommit, listCommits } from './commits.js';
import { createStatus, getContents, getRepository, listStatuses, putContents } from './contents.js';
import { createBlob, createTree, getBlob, getTree } from './objects.js';
import {
  addComment,
  addLabels,
  createPull,
  getPull,
  listPulls,
  mergePull,
  requestReviewers,
  updatePull,
} from './pull-requests.js';
import { createRef, deleteRef, getRef, updateRef } from './refs.js';

type Handler = (call: RepositoryCall, name: string) => Promise<ApiAnswer>;

/** What follows `/repos/{owner}/{repo}/`; the group is the name that the handler gets. */
const routes: readonly (readonly [method: string, path: RegExp, handler: Handler])[] = [
  ['GET', /^()$/, getRepository],
  ['GET', /^git\/ref\/(.+)$/, getRef],
  ['POST', /^git\/refs()$/, createRef],
  ['PATCH', /^git\/refs\/(.+)$/, updateRef],
  ['DELETE', /^git\/refs\/(.+)$/, deleteRef],
  ['GET', /^git\/trees\/(.+)$/, getTree],
  ['POST', /^git\/trees()$/, createTree],
  ['GET', /^git\/blobs\/(.+)$/, getBlob],
  ['POST', /^git\/blobs()$/, createBlob],
  ['GET', /^git\/commits\/(.+)$/, getCommit],
  ['POST', /^git\/commits()$/, createCommit],
  ['GET', /^contents\/(.+)$/, getContents],
  ['PUT', /^contents\/(.+)$/, putContents],
  ['GET', /^commits()$/, listCommits],
  ['GET', /^commits\/([^/]+)\/statuses$/, listStatuses],
  ['POST', /^statuses\/(.+)$/, createStatus],
  ['GET', /^pulls()$/, listPulls],
  ['POST', /^pulls()$/, createPull],
  ['GET', /^pulls\/(\d+)$/, getPull],
  ['PATCH', /^pulls\/(\d+)$/, updatePull],
  ['POST', /^pulls\/(\d+)\/requested_reviewers$/, requestReviewers],
  ['PUT', /^pulls\/(\d+)\/merge$/, mergePull],
  ['POST', /^issues\/(\d+)\/labels$/, addLabels],
  ['POST', /^issues\/(\d+)\/comments$/, addComment],
];

/** The handler of a request to a repository, with the name in its path filled in. */
export function findRoute(method: string, path: string): ((call: RepositoryCall) => Promise<ApiAnswer>) | undefined {
  for (const [candidate, pattern, handler] of routes) {
    const match = candidate === method ? pattern.exec(path) : null;
    if (match !== null) return (call) => handler(call, decodeURIComponent(match[1] ?? ''));
  }
  return undefined;
}
