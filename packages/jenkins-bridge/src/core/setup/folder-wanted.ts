import { text, type Wanted } from '../xml/ensure-xml.js';

/** Where a Shared Library comes from. */
export interface LibrarySource {
  /** What Jenkinsfiles call it: `@Library('towline')`. */
  readonly name: string;
  readonly url: string;
  /** A tag or a branch. */
  readonly version: string;
  /** The folder of the repository that the library is in; the whole repository where undefined. */
  readonly path: string | undefined;
  readonly credentialsId: string | undefined;
}

const libraries = 'org.jenkinsci.plugins.workflow.libs';

/** The configuration of a folder, with a library for the jobs in it where one is named. Other libraries stay. */
export function wantedFolder(library: LibrarySource | undefined): Wanted {
  const properties: Wanted = {
    kind: 'fields',
    name: 'properties',
    fields: library === undefined ? [] : [folderLibraries(library)],
  };
  return {
    kind: 'fields',
    name: 'com.cloudbees.hudson.plugins.folder.Folder',
    fields: library === undefined ? [] : [properties],
  };
}

function folderLibraries(library: LibrarySource): Wanted {
  const name = `${libraries}.LibraryConfiguration`;
  return {
    kind: 'fields',
    name: `${libraries}.FolderLibraries`,
    fields: [
      {
        kind: 'fields',
        name: 'libraries',
        fields: [
          {
            kind: 'keyed',
            key: 'name',
            value: library.name,
            item: { kind: 'fields', name, fields: configuration(library) },
          },
        ],
      },
    ],
  };
}

function configuration({ name, url, version, path, credentialsId }: LibrarySource): readonly Wanted[] {
  const source: Wanted = {
    kind: 'fields',
    name: 'scm',
    class: 'jenkins.plugins.git.GitSCMSource',
    fields: [
      text('remote', url),
      text('credentialsId', credentialsId ?? ''),
      {
        kind: 'fields',
        name: 'traits',
        fields: ['BranchDiscoveryTrait', 'TagDiscoveryTrait'].map((trait) => ({
          kind: 'fields',
          name: `jenkins.plugins.git.traits.${trait}`,
          fields: [],
        })),
      },
    ],
  };
  return [
    text('name', name),
    {
      kind: 'fields',
      name: 'retriever',
      class: `${libraries}.SCMSourceRetriever`,
      fields: [source, ...(path === undefined ? [] : [text('libraryPath', path.endsWith('/') ? path : `${path}/`)])],
    },
    text('defaultVersion', version),
    text('implicit', false),
    text('allowVersionOverride', true),
  ];
}

/** The same library for all jobs, as Configuration as Code writes it: what an administrator puts in where no folder is used. */
export function libraryAsCode({ name, url, version, path, credentialsId }: LibrarySource): string {
  const quoted = (value: string) => JSON.stringify(value);
  return [
    'unclassified:',
    '  globalLibraries:',
    '    libraries:',
    `      - name: ${quoted(name)}`,
    `        defaultVersion: ${quoted(version)}`,
    '        retriever:',
    '          modernSCM:',
    ...(path === undefined ? [] : [`            libraryPath: ${quoted(path.endsWith('/') ? path : `${path}/`)}`]),
    '            scm:',
    '              git:',
    `                remote: ${quoted(url)}`,
    ...(credentialsId === undefined ? [] : [`                credentialsId: ${quoted(credentialsId)}`]),
    '',
  ].join('\n');
}
