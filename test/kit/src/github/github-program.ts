import { passwordOf, startGitServer } from '../git/index.js';
import type { KitProgram } from '../standalone/index.js';
import { startGitHub } from './github-server.js';

/** GitHub's API with a Git server for the same repositories, as a program. */
export const githubProgram: KitProgram = {
  summary:
    "GitHub's API over a smart-HTTP Git server; --create OWNER/NAME makes a repository, --token lets only that one in.",
  options: { root: { type: 'string' }, create: { type: 'string' }, token: { type: 'string' } },
  async start({ root, create, token }, port) {
    const tokens = typeof token === 'string' ? [token] : [];
    const git = await startGitServer({
      root: typeof root === 'string' ? root : undefined,
      authorize: tokens.length === 0 ? undefined : (given) => tokens.includes(passwordOf(given) ?? ''),
      control: true,
    });
    const github = await startGitHub({ git, tokens, port, control: true });
    const repository =
      typeof create === 'string'
        ? await git.createRepository(`${create}.git`, { 'README.md': `# ${create}\n` })
        : undefined;
    return {
      ready: { url: github.url, git: git.url, repository: repository?.url },
      async stop() {
        await github.stop();
        await git.stop();
      },
    };
  },
};
