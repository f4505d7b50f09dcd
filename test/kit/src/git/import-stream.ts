/** What becomes of a path: its content, its content with a mode, or null to delete it. */
export type SeedFile =
  | string
  | Uint8Array
  | { readonly content: string | Uint8Array; readonly mode: '100755' | '120000' }
  | null;

/** Files by path. */
export type SeedFiles = Readonly<Record<string, SeedFile>>;

/** Who made a commit, and when. */
export interface SeedPerson {
  readonly name: string;
  readonly email: string;
}

/** A commit for {@link importStream}. */
export interface SeedCommit {
  readonly ref: string;
  readonly parent: string | undefined;
  readonly message: string;
  readonly author: SeedPerson;
  /** Seconds since the epoch. */
  readonly time: number;
  readonly files: SeedFiles;
}

/** The input of `git fast-import` that makes one commit: twenty thousand files take a second. */
export function importStream({ ref, parent, message, author, time, files }: SeedCommit): Buffer {
  const parts: Buffer[] = [];
  const line = (text: string): void => void parts.push(Buffer.from(`${text}\n`));
  const data = (content: string | Uint8Array): void => {
    const bytes = Buffer.from(content);
    line(`data ${bytes.length}`);
    parts.push(bytes, Buffer.from('\n'));
  };
  line(`commit ${ref}`);
  line(`committer ${author.name} <${author.email}> ${time} +0000`);
  data(message);
  if (parent !== undefined) line(`from ${parent}`);
  for (const [path, file] of Object.entries(files)) {
    if (file === null) {
      line(`D ${quotePath(path)}`);
      continue;
    }
    const plain = typeof file === 'string' || file instanceof Uint8Array;
    line(`M ${plain ? '100644' : file.mode} inline ${quotePath(path)}`);
    data(plain ? file : file.content);
  }
  return Buffer.concat(parts);
}

function quotePath(path: string): string {
  return `"${path.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`;
}
