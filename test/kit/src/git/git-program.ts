import type { KitProgram } from '../standalone/index.js';
import { basicAuth, startGitServer } from './git-server.js';

/** The smart-HTTP Git server as a program. */
export const gitProgram: KitProgram = {
  summary: 'Smart-HTTP Git over `git http-backend`. --root keeps the repositories; --create makes one, with a README.',
  options: {
    root: { type: 'string' },
    create: { type: 'string' },
    user: { type: 'string' },
    password: { type: 'string' },
    tls: { type: 'boolean' },
    'no-filters': { type: 'boolean' },
  },
  async start(values, port) {
    const text = (name: string): string | undefined => {
      const value = values[name];
      return typeof value === 'string' ? value : undefined;
    };
    const user = text('user');
    const server = await startGitServer({
      port,
      root: text('root'),
      tls: values.tls === true,
      filters: values['no-filters'] !== true,
      authorize: user === undefined ? undefined : basicAuth(user, text('password') ?? ''),
      control: true,
    });
    const name = text('create');
    const repository =
      name === undefined ? undefined : await server.createRepository(name, { 'README.md': `# ${name}\n` });
    return {
      ready: { url: server.url, root: server.root, repository: repository?.url, ca: server.ca },
      stop: server.stop,
    };
  },
};
