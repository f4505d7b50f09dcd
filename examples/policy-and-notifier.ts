// A controller with a tag policy and a notifier of one's own. Both are plain functions; Ctrl-C ends it.
import { readFileSync } from 'node:fs';
import { createUpdater, type Notification, type TagPolicy } from '@towline/argo-updater';

/** Only tags that somebody has approved by a line in a file. It is read each time, so that an approval counts at once. */
function approvedIn(file: string): TagPolicy {
  return (candidates) => {
    const approved = new Set(readFileSync(file, 'utf8').split('\n'));
    return candidates.filter(({ tag }) => approved.has(tag));
  };
}

/** Tells people in their own words, wherever they read. */
function tell({ kind, application, images, reason }: Notification): void {
  const what = images.map(({ repository, to }) => `${repository}:${to}`).join(', ');
  process.stdout.write(`${application.namespace}/${application.name} ${kind} with ${what}: ${reason}\n`);
}

const end = new AbortController();
process.once('SIGINT', () => end.abort());
const updater = createUpdater({
  environment: process.env,
  tagPolicy: approvedIn(process.argv[2] ?? 'approved.txt'),
  notifiers: [tell],
  log: (text) => process.stderr.write(text),
});
await updater.run(end.signal);
