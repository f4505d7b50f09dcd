import type { Registry } from '@towline/shared/ports';
import type { ManifestRepository } from '../../app/pass/ports.js';
import type { Metrics } from './metrics.js';

/** The same registry, whose questions are counted. */
export function countQuestions(registry: Registry, metrics: Metrics): Registry {
  const counted = async <Answer>(host: string, kind: string, ask: () => Promise<Answer>): Promise<Answer> => {
    metrics.add('argocd_image_updater_registry_requests_total', { registry: host });
    try {
      const answer = await ask();
      metrics.add('towline_registry_questions_total', { registry: host, kind, outcome: 'answered' });
      return answer;
    } catch (error) {
      metrics.add('argocd_image_updater_registry_requests_failed_total', { registry: host });
      metrics.add('towline_registry_questions_total', { registry: host, kind, outcome: 'failed' });
      throw error;
    }
  };
  return {
    candidates: (query) => counted(query.repository.host, 'list', () => registry.candidates(query)),
    recheck: (query) => counted(query.repository.host, 'inspect', () => registry.recheck(query)),
    inspect: (query) => counted(query.repository.host, 'inspect', () => registry.inspect(query)),
  };
}

/** The same repository, whose operations are counted. */
export function countOperations(repository: ManifestRepository, metrics: Metrics): ManifestRepository {
  const count = (operation: string, outcome: string) =>
    metrics.add('towline_git_operations_total', { operation, outcome });
  const counted = async <Answer>(operation: string, work: () => Promise<Answer>): Promise<Answer> => {
    try {
      const answer = await work();
      count(operation, 'done');
      return answer;
    } catch (error) {
      count(operation, 'failed');
      throw error;
    }
  };
  return {
    head: (branch, options) => counted('head', () => repository.head(branch, options)),
    heads: (branches, options) => counted('head', () => repository.heads(branches, options)),
    defaultBranch: (options) => counted('head', () => repository.defaultBranch(options)),
    log: (...question) => counted('history', () => repository.log(...question)),
    changes: (...question) => counted('history', () => repository.changes(...question)),
    filesAt: (...question) => counted('history', () => repository.filesAt(...question)),
    snapshot: (branch, options) => counted('fetch', () => repository.snapshot(branch, options)),
    async push(request) {
      try {
        const outcome = await repository.push(request);
        count('push', outcome.kind === 'accepted' ? 'done' : 'rejected');
        return outcome;
      } catch (error) {
        count('push', 'failed');
        throw error;
      }
    },
  };
}
