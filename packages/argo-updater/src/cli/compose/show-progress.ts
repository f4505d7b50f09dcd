import type { Progress } from '@towline/shared/cli';
import type { PassPorts } from '../../app/pass/ports.js';

/** The same ports, which tell a person what they are asked. */
export function showProgress(ports: PassPorts, progress: Progress): PassPorts {
  let [listed, asked, opened] = [0, 0, 0];
  const sayListed = (): void => progress.say(`Listing images: ${listed} of ${asked} repositories`);
  return {
    ...ports,
    applications: {
      async read(waiting) {
        progress.say('Reading Applications');
        return ports.applications.read(waiting);
      },
    },
    registry: {
      recheck: (query) => ports.registry.recheck(query),
      inspect: (query) => ports.registry.inspect(query),
      async candidates(query) {
        asked += 1;
        sayListed();
        try {
          return await ports.registry.candidates(query);
        } finally {
          listed += 1;
          sayListed();
        }
      },
    },
    repositories: {
      async open(place, waiting) {
        opened += 1;
        progress.say(`Reading manifest repositories: ${opened}`);
        return ports.repositories.open(place, waiting);
      },
    },
  };
}
