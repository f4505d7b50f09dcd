/** What the files of one layer, or of one folder of `shared`, may do. */
export interface LayerRule {
  /** The layers of the same package that it may import, besides itself. */
  readonly imports: readonly string[];
  /** What it may import of `@towline/shared`; that package itself is ruled by `imports`. */
  readonly shared?: 'pure' | 'all';
  /** No Node module, no clock, no randomness, no process, no network. */
  readonly pure?: true;
  /** The libraries that it may import; where absent, whatever its package declares. */
  readonly libraries?: readonly string[];
}

/** Files directly below `src`: the package's own entry and its version. */
export const rootLayer = '(root)';

/** The folders of `shared` that do no I/O. */
export const pureFolders: readonly string[] = ['errors', 'secret', 'text', 'async', 'image', 'policy', 'yaml', 'ports'];

const sharedFolders: Readonly<Record<string, LayerRule>> = {
  errors: { imports: [], pure: true, libraries: [] },
  secret: { imports: ['errors'], pure: true, libraries: [] },
  text: { imports: [], pure: true, libraries: [] },
  async: { imports: [], pure: true, libraries: [] },
  image: { imports: ['errors'], pure: true, libraries: [] },
  policy: { imports: ['errors', 'image'], pure: true, libraries: ['re2js', 'zod'] },
  yaml: { imports: ['errors'], pure: true, libraries: ['yaml'] },
  ports: { imports: ['errors', 'image', 'policy', 'secret'], pure: true, libraries: [] },
  process: { imports: pureFolders, libraries: [] },
  log: { imports: [...pureFolders, 'process'], libraries: ['pino'] },
  config: { imports: [...pureFolders, 'process'], libraries: ['yaml', 'zod'] },
  http: {
    imports: [...pureFolders, 'process'],
    libraries: ['axios', 'http-proxy-agent', 'https-proxy-agent'],
  },
  aws: {
    imports: [...pureFolders, 'process', 'http'],
    libraries: [
      '@aws-sdk/client-ecr',
      '@aws-sdk/client-ecr-public',
      '@aws-sdk/client-secrets-manager',
      '@aws-sdk/client-ssm',
      '@aws-sdk/credential-providers',
      '@smithy/node-http-handler',
      'zod',
    ],
  },
  registry: {
    imports: [...pureFolders, 'process', 'http', 'aws'],
    libraries: ['@aws-sdk/client-ecr', '@aws-sdk/client-ecr-public', 'zod'],
  },
  cli: { imports: [...pureFolders, 'process'], libraries: ['commander'] },
  git: { imports: [...pureFolders, 'process', 'http'], libraries: ['@octokit/auth-app', '@octokit/rest', 'zod'] },
  [rootLayer]: { imports: pureFolders, libraries: [] },
};

/** `cli → app → core`, `server → app, core`; adapters implement ports and know the types of `core`; only `cli` knows them all. */
const layers: Readonly<Record<string, LayerRule>> = {
  core: { imports: [], shared: 'pure', pure: true, libraries: ['zod'] },
  app: { imports: ['core'], shared: 'pure', pure: true, libraries: [] },
  adapters: { imports: ['core', rootLayer], shared: 'all' },
  server: { imports: ['app', 'core', rootLayer], shared: 'all' },
  cli: { imports: ['app', 'core', 'adapters', 'server', rootLayer], shared: 'all' },
  [rootLayer]: { imports: ['app', 'core', 'adapters', 'server'], shared: 'all' },
};

/** The layers of each package that has some. A folder that is not in here must be given a place first. */
export const packageLayers: Readonly<Record<string, Readonly<Record<string, LayerRule>>>> = {
  'packages/shared': sharedFolders,
  'packages/jenkins-bridge': layers,
  // Its entry is a second command line, without a terminal.
  'packages/argo-updater': { ...layers, [rootLayer]: { imports: ['app', 'core', 'cli'], shared: 'all' } },
};

/** Where a file stands. */
export interface Place {
  /** `packages/shared` */
  readonly package: string;
  readonly layer: string;
  /** Undefined where the layer is not in the table. */
  readonly rule: LayerRule | undefined;
}

/** The place of a file in the layers; undefined where its package has none, as the tests. */
export function placeOf(path: string): Place | undefined {
  const match = /^(?<folder>packages\/[^/]+)\/src\/(?:(?<layer>[^/]+)\/)?/.exec(path)?.groups;
  const table = packageLayers[match?.folder ?? ''];
  if (match?.folder === undefined || table === undefined) return undefined;
  const layer = match.layer ?? rootLayer;
  return { package: match.folder, layer, rule: table[layer] };
}
