import type { FilesPlan } from './commit-requests.js';
import type { DeliveryContext, Job } from './delivery.js';
import type { OpenWorksite } from './manifest-branches.js';

/** A job that writes files. */
export interface FilesJob extends Job {
  readonly plan: FilesPlan;
}

/** What is done on one branch of a repository by one push, or one pull request. */
export interface SiteJobs {
  readonly context: DeliveryContext;
  readonly site: OpenWorksite;
  readonly branch: string;
  readonly jobs: readonly FilesJob[];
}
