/** An image that a build says it pushed. */
export interface PushedImage {
  /** With its registry, without tag; undefined where the log does not say it. */
  readonly repository: string | undefined;
  readonly tag: string | undefined;
  readonly digest: string;
}

/** Finds the images that the lines of a log tell of. */
export interface ImageFinder {
  line(text: string): void;
  images(): readonly PushedImage[];
}

const digest = '(?<digest>sha256:[0-9a-f]{64})';
const name = '(?<repository>[A-Za-z0-9.-]+(?::\\d+)?(?:/[\\w.-]+)+)(?::(?<tag>[\\w.-]{1,128}))?';

/** Docker says first where to, and then `TAG: digest: DIGEST size: N` for each tag. */
const dockerTarget = /^The push refers to (?:a )?repository \[(?<repository>[^\]]+)\]/;
const dockerTag = new RegExp(`^(?<tag>[\\w.-]{1,128}): digest: ${digest} size: \\d+`);
/** BuildKit: `pushing manifest for NAME:TAG@DIGEST`. */
const buildkit = new RegExp(`pushing manifest for ${name}@${digest}`);
/** Towline's own, `jenkins-bridge image push` and its like: `pushed NAME:TAG@DIGEST`. */
const towline = new RegExp(`^(?:pushed|published|indexed|tagged|copied) ${name}@${digest}`, 'i');

/** No more than this: a log is somebody else's text. */
const mostImages = 1_000;

/** An {@link ImageFinder}: it knows the words of docker, BuildKit and Towline, and takes nothing else for a push. */
export function createImageFinder(): ImageFinder {
  const found = new Map<string, PushedImage>();
  const targets = new Map<string, string>();
  return {
    line(raw) {
      if (raw.length > 2_000 || found.size >= mostImages) return;
      // The time that the plugin timestamper writes, then the branch of a parallel stage: branches push at the same time.
      const [, branch = '', text = ''] = /^(?:\[\d{4}-[^\]]*\] )?(?:\[([\w /.-]+)\] )?(.*)$/.exec(raw.trim()) ?? [];
      const target = dockerTarget.exec(text)?.groups?.repository;
      if (target !== undefined) targets.set(branch, target);
      const match = dockerTag.exec(text)?.groups ?? (buildkit.exec(text) ?? towline.exec(text))?.groups;
      if (match?.digest === undefined) return;
      const image = { repository: match.repository ?? targets.get(branch), tag: match.tag, digest: match.digest };
      found.set(`${image.repository}:${image.tag}`, image);
    },
    images: () => [...found.values()],
  };
}
