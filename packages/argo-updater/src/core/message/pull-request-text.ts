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
