import { z } from 'zod';
import { built, pushed, type Scene, short, titleFile } from './steps.js';

const imageSchema = z.object({
  digest: z.string(),
  images: z.array(z.object({ platform: z.string() })),
});

/** A developer pushes, and the pipeline tests, builds and publishes. Gives the commit. */
export async function pushACommit({ lab, story }: Scene, title: string): Promise<string> {
  const { application, image } = lab;
  const commit = await application.commit(`Say ${title.toLowerCase()}`, titleFile(title));
  story.hop({
    id: 'commit-pushed',
    what: `${application.person.name} pushes a commit: “Say ${title.toLowerCase()}”`,
    look: { commit: short(commit), diff: `git -C ${application.folder} show` },
  });
  const { stages } = await built(lab, commit);
  story.hop({ id: 'pipeline-succeeded', what: 'the pipeline has tested, built and pushed it', shown: stages });
  await pushed(lab, commit);
  const [bySha, latest] = await Promise.all([commit, 'latest'].map((tag) => inspect(lab, `${image}:${tag}`)));
  if (bySha === undefined || bySha.digest !== latest?.digest) throw new Error('latest is not the image of the commit');
  story.hop({
    id: 'image-pushed',
    what: 'the registry has the image for each platform, under its commit and as latest',
    look: {
      tags: `${short(commit)}…, latest`,
      digest: bySha.digest,
      platforms: bySha.images.map(({ platform }) => platform).join(', '),
    },
  });
  return commit;
}

async function inspect(lab: Scene['lab'], name: string) {
  const { stdout } = await lab.bridge('image', 'inspect', name, '-o', 'json');
  return imageSchema.parse(JSON.parse(stdout));
}
