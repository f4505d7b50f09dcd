import { isHttpGitUrl, isHttpsGitUrl, normalizeGitUrl, sameGitRepository, sshUser } from '@towline/shared/git';
import { z } from 'zod';
import { describeVectors, driver } from './describe-vectors.js';

describeVectors('giturl.json', {
  'giturl.isSSH': driver(z.string(), (text) => {
    const user = sshUser(text);
    return { ssh: user !== undefined, user: user ?? '' };
  }),
  'giturl.isHTTPS': driver(z.string(), isHttpsGitUrl),
  'giturl.isHTTP': driver(z.string(), isHttpGitUrl),
  'giturl.normalize': driver(z.string(), normalizeGitUrl),
  'giturl.same': driver(z.tuple([z.string(), z.string()]), ([one, other]) => sameGitRepository(one, other)),
});
