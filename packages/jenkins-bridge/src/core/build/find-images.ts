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

/** Lines that say all of it. */
const whole: readonly RegExp[] = [
  /** BuildKit, and an index that buildx makes. */
  new RegExp(`pushing manifest for ${name}@${digest}`),
  new RegExp(`pushing ${digest} to ${name}$`),
  /** Towline's own, `jenkins-bridge image push` and its like, and the commands of its pipelines. */
  new RegExp(`^(?:pushed|published|indexed|tagged|copied) ${name}@${digest}`, 'i'),
];

/** Who says first where to, and later what. */
type Speaker = 'docker' | 'kaniko' | 'shell';

/** Where to. A shell says it as the command that it is about to run. */
const targets: Readonly<Record<Speaker, RegExp>> = {
  // podman's service says the tag here too.
  docker: new RegExp(`^The push refers to (?:a )?repository \\[${name}\\]`),
  kaniko: new RegExp(`^INFO\\[[^\\]]*\\] Pushing image to ${name}$`),
  shell: new RegExp(`^\\++ (?:buildah|podman|skopeo) (?:.* )?(?:push|copy) (?:.* )?'?(?:docker://)?${name}'?$`),
};

/**
 * What. Docker names the tag, kaniko the repository. buildah, podman and skopeo write the bare digest, and only where a script tells them to
 * by `--digestfile`: to /dev/stdout, or into a file that it prints.
 */
const digests: Readonly<Record<Speaker, RegExp>> = {
  docker: new RegExp(`^(?<tag>[\\w.-]{1,128}): digest: ${digest} size: \\d+`),
  kaniko: new RegExp(`^INFO\\[[^\\]]*\\] Pushed ${name}@${digest}`),
  shell: new RegExp(`^${digest}(?![0-9a-f])`),
};

/** Any other command of a shell: what is written from here on is not said of the one before. */
const otherCommand = /^\++ (?!cat )/;

/** `--digestfile` ends no line: the next command may stand behind. */
const afterDigest = /(?<=^sha256:[0-9a-f]{64})(?=\++ )/;

const speakers: readonly Speaker[] = ['docker', 'kaniko', 'shell'];

type Groups = Readonly<Record<string, string | undefined>>;

/** No more than this: a log is somebody else's text. */
const mostImages = 1_000;

/** An {@link ImageFinder}: it knows the words of the builders and of Towline, and takes nothing else for a push. */
export function createImageFinder(): ImageFinder {
  const found = new Map<string, PushedImage>();
  /** By the branch and the speaker. */
  const told = new Map<string, Groups>();
  return {
    line(raw) {
      if (raw.length > 2_000 || found.size >= mostImages) return;
      // The time that the plugin timestamper writes, then the branch of a parallel stage: branches push at the same time.
      const [, branch = '', text = ''] = /^(?:\[\d{4}-[^\]]*\] )?(?:\[([\w /.-]+)\] )?(.*)$/.exec(raw.trim()) ?? [];
      for (const part of text.split(afterDigest)) {
        const { repository, tag, digest } = firstOf(whole, part) ?? spoken(part, branch, told) ?? {};
        if (digest !== undefined) found.set(`${repository}:${tag}`, { repository, tag, digest });
      }
    },
    images: () => [...found.values()],
  };
}

/** Remembers what a line says of where to, and joins it with what another says of what. */
function spoken(text: string, branch: string, told: Map<string, Groups>): Groups | undefined {
  if (otherCommand.test(text)) told.delete(`${branch} shell`);
  for (const speaker of speakers) {
    const key = `${branch} ${speaker}`;
    const target = targets[speaker].exec(text)?.groups;
    if (target !== undefined) told.set(key, target);
    const what = digests[speaker].exec(text)?.groups;
    if (what !== undefined) return joined(speaker, what, told.get(key));
  }
  return undefined;
}

function joined(speaker: Speaker, what: Groups, target: Groups | undefined): Groups | undefined {
  switch (speaker) {
    case 'docker':
      return { ...what, repository: target?.repository };
    case 'kaniko':
      return target?.repository === what.repository ? { ...what, tag: target?.tag } : what;
    case 'shell':
      return target && { ...target, ...what };
  }
}

function firstOf(patterns: readonly RegExp[], text: string): Groups | undefined {
  for (const pattern of patterns) {
    const groups = pattern.exec(text)?.groups;
    if (groups !== undefined) return groups;
  }
  return undefined;
}
