import { splitMessage } from './commit-message.js';

const longestTitle = 255;
const longestBody = 65_536;

/** What a pull request says. */
export interface PullRequestText {
  readonly title: string;
  readonly body: string;
}

/** The commit message as a pull request: its first line is the title, the rest the body. An empty message gets words that name the application. */
export function pullRequestText(
  message: string,
  application: { readonly namespace: string; readonly name: string },
): PullRequestText {
  if (message.trim() === '') return untitled(`${application.namespace}/${application.name}`);
  const { headline, body } = splitMessage(message);
  return { title: headline.slice(0, longestTitle), body: body.slice(0, longestBody) };
}

function untitled(application: string): PullRequestText {
  return {
    title: `chore: update images for ${application}`.slice(0, longestTitle),
    body: `This pull request was created automatically by argo-updater for application ${application}.`,
  };
}

const record = /<!-- towline: ([0-9a-f]{40,64}) -->\s*$/;

/** The text with the commit that we left the branch at, in a comment that hosts do not show: whoever finds another commit there knows that a person pushed. */
export function withRecordedHead({ title, body }: PullRequestText, head: string | undefined): PullRequestText {
  if (head === undefined) return { title, body };
  const line = `<!-- towline: ${head} -->`;
  return { title, body: `${body.slice(0, longestBody - line.length - 2)}${body === '' ? '' : '\n\n'}${line}` };
}

/** The commit that a request records; undefined where it records none. */
export function recordedHead(body: string | undefined): string | undefined {
  return record.exec(body ?? '')?.[1];
}
