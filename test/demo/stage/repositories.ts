import { join } from 'node:path';
import { createBareRepository } from '@towline/test-kit/git';
import { applicationFiles, type Files, manifestFiles } from '../sample/sample.js';
import { settleAll } from './company.js';
import type { Place } from './place.js';
import { cloneWorkCopy, type WorkCopy } from './work-copy.js';

/** The two repositories of the sample, as clones of those who work on them. */
export interface Repositories {
  /** The developer's clone. */
  readonly application: WorkCopy;
  /** The clone of who looks after the manifests. */
  readonly manifests: WorkCopy;
}

/** What {@link makeRepositories} works with. */
export interface RepositoriesOptions {
  readonly place: Place;
  readonly signal: AbortSignal;
  /** Of the Git server. */
  readonly gitUrl: string;
  readonly image: string;
  /** The registry in the words of a pipeline. */
  readonly ofPipeline: object;
}

const developer = { name: 'Ada Developer', email: 'ada@example.com' };
const operator = { name: 'Sam Operator', email: 'sam@example.com' };

/** Makes the repositories of the sample on the Git server, each with its first commit. */
export async function makeRepositories(options: RepositoriesOptions): Promise<Repositories> {
  const { place, signal, gitUrl, image, ofPipeline: registry } = options;
  const make = async (name: string, person: WorkCopy['person'], files: Files): Promise<WorkCopy> => {
    const repository = await createBareRepository(join(place.folder, 'git', `shop/${name}.git`), { filters: true });
    const folder = join(place.folder, name);
    const url = `${gitUrl}/shop/${name}.git`;
    const copy = await cloneWorkCopy({ url, repository, folder, person, signal });
    await copy.commit('The first commit', files);
    return copy;
  };
  const [application, manifests] = await settleAll([
    make('web', developer, applicationFiles({ sourceUrl: `${gitUrl}/shop/web.git`, registry })),
    make('manifests', operator, manifestFiles({ image })),
  ]);
  return { application, manifests };
}
