/*
 * The commands of a publication: the same in generated pipelines and in the Shared Library.
 *
 * Facts. The first stage checks out and keeps in the environment of the build what everything else is made from:
 *   TOWLINE_REVISION  git rev-parse HEAD
 *   TOWLINE_SOURCE    git config --get remote.origin.url     (a user and password of an http(s) address are cut out)
 *   TOWLINE_VERSION   git describe --tags --always
 *   TOWLINE_CREATED   date -u +%Y-%m-%dT%H:%M:%SZ
 * Labels of every image: org.opencontainers.image.{revision,source,created,version} from these, dev.towline.build from BUILD_URL.
 *
 * Names. On the agent an image is called <repository>:<TOWLINE_REVISION>, so that builds that share an agent do not push each other's;
 * one part of several is called <repository>:<leg tag>. <repository> is the path in the registry, with its prefix and without its host.
 *
 * Sign in, by kind (HOST is that of the registry, and the sign-in is gone when its block ends):
 *   ecr-credential    docker, buildx: docker.withRegistry('https://HOST', 'ecr:REGION:ID'); the id is one that the plugin amazon-ecr makes
 *                     buildah, podman: withCredentials(usernamePassword 'ecr:REGION:ID' as REGISTRY_USER, REGISTRY_PASSWORD) and the login below
 *   credential        the same, with the id as it is; Docker Hub is https://index.docker.io/v1/
 *   aws-cli           aws ecr get-login-password --region REGION | docker login --username AWS --password-stdin HOST
 *                     (withCredentials aws where an id is given; ecr-public and us-east-1 for the public gallery)
 *   with-aws          withAWS(role: …, roleAccount: …, region: …) around the same
 *   credential-helper DOCKER_CONFIG/config.json with {"credHelpers":{"HOST":"ecr-login"}}
 *   none              nothing
 * What is not docker.withRegistry signs in to a folder of its own: DOCKER_CONFIG and REGISTRY_AUTH_FILE below pwd(tmp: true).
 *
 * Push. All fixed tags first, in their order; in an immutable repository a tag that `exists` is kept: with a warning, unless `isSame` says
 * that it is what was built here.
 *
 * Move. For each tag that moves: look; while there is an answer and it is not where the tag was put last: move it there, look again.
 * A look is `checkout` (changelog: false, poll: false: Jenkins has the credential that fetches) and then the script of `lookScript`, which prints
 *   nothing           no newer commit of the branch has an image: the answer is the tag of this build
 *   <tag>             the newest commit of the branch that descends from ours and has an image
 *   !off-branch !shallow !not-fetched   the tag is left where it is; but for off-branch, with a warning
 * and fails where the registry does not answer. Fetching comes before asking: a commit that is not on the branch yet has a build that moves
 * the tag later than we did. Our own image is moved to by pushing it where
 * docker-workflow does that, unless its own tag was kept, and everything else by `copy`.
 *
 * The words `login`, `push`, `exists`, `isSame`, `copy` and `index` stand for what `registryTool` gives for a builder.
 *
 * Index. Each part is pushed under its leg tag, all of them; then `index` puts them together under the first fixed tag, and the other fixed tags
 * are copies of it.
 */
import type { Registry } from '../pipeline/model/registry.js';
import { placeholders } from '../tag/placeholders.js';
import type { TagTemplate } from '../tag/tag-template.js';
import { isPlain, type RegistryTool } from './registry-tool.js';

/** What a look needs to know besides `IMAGE`, the repository with its host, and `BRANCH`, which it finds in its environment. */
export interface Look {
  readonly tool: RegistryTool;
  readonly registry: Registry;
  /** Of the tag that names the commit. */
  readonly template: TagTemplate;
}

/** A script for a POSIX shell that prints the tag of the newest published commit, as said above. */
export function lookScript({ tool, registry, template }: Look): string {
  const isKnown = isMadeOfCommit(template);
  return [
    'set +x',
    '# The checkout may have gone on to a newer commit.',
    'git checkout --quiet --detach "$TOWLINE_REVISION"',
    `tip=$(git rev-parse --quiet --verify "refs/remotes/origin/$BRANCH") || { echo '!not-fetched'; exit; }`,
    `[ "$(git rev-parse --is-shallow-repository)" = false ] || { echo '!shallow'; exit; }`,
    `git merge-base --is-ancestor "$TOWLINE_REVISION" "$tip" || { echo '!off-branch'; exit; }`,
    ...(isKnown ? [] : listing(registry)),
    'for commit in $(git rev-list --topo-order --ancestry-path "$TOWLINE_REVISION..$tip"); do',
    ...(isKnown ? askFor(template, tool) : findIn(template)),
    'done',
  ].join('\n');
}

/** Whether the tag of a commit can be told from the commit alone, so that nothing needs to be listed. */
export function isMadeOfCommit({ parts }: TagTemplate): boolean {
  return parts.every((part) => part.kind === 'literal' || placeholders[part.name].commit);
}

function askFor({ parts }: TagTemplate, tool: RegistryTool): readonly string[] {
  const tag = parts.map((part) => (part.kind === 'literal' ? part.text : commitPart(part.name))).join('');
  const isWhole = tag === '${commit}';
  return [
    ...(isWhole ? [] : [`  tag="${tag}"`]),
    `  if answer=$(${tool.exists(isWhole ? '"$IMAGE:$commit"' : '"$IMAGE:$tag"')} 2>&1); then echo "${isWhole ? '$commit' : '$tag'}"; exit; fi`,
    `  case $answer in *'no such manifest'* | *'manifest unknown'* | *'not found'*) ;; *) echo "$answer" >&2; exit 1 ;; esac`,
  ];
}

function commitPart(name: string): string {
  if (name === 'shortSha') return '$(printf %.7s "$commit")';
  return name === 'sha8' ? '$(printf %.8s "$commit")' : '${commit}';
}

/** Looks the commit up among the tags that were listed. */
function findIn({ parts }: TagTemplate): readonly string[] {
  const pattern = parts.map((part) => {
    if (part.kind === 'literal') return part.text.replace(/\./g, '[.]');
    const { commit, form } = placeholders[part.name];
    return commit ? commitPart(part.name) : `(${form.replaceAll('\\d', '[0-9]').replaceAll('(?:', '(')})`;
  });
  return [
    `  tag=$(printf '%s\\n' $tags | grep -E "^${pattern.join('')}$" | tail -n 1)`,
    '  if [ -n "$tag" ]; then echo "$tag"; exit; fi',
  ];
}

/** Keeps the tags of the repository in a variable; fails where they are not told. */
function listing(registry: Registry): readonly string[] {
  if (registry.kind === 'ecr') {
    const { account, region } = registry;
    return [
      `tags=$(aws ecr list-images --registry-id ${account} --region ${region} --repository-name "\${IMAGE#*/}" --query 'imageIds[].imageTag' --output text)`,
    ];
  }
  const tls = isPlain(registry) ? ' --tls-verify=false' : '';
  return [`tags=$(skopeo list-tags${tls} "docker://$IMAGE")`, `tags=$(printf %s "$tags" | tr -d '", ')`];
}
