import type { Pipeline } from '../../pipeline/pipeline.js';
import { hostOf } from '../address.js';
import { isMadeInRegistry } from '../build-command.js';
import { builtImages } from '../built-image.js';
import { block, type Code, either, printCode } from '../code.js';
import { mainShell } from '../context.js';
import { groovyLine, groovyText } from '../groovy-text.js';
import { pipelineTool } from '../pipeline-tool.js';
import { isMadeOfCommit, lookScript } from '../publication-script.js';
import { withAwsAccess } from '../sign-in.js';
import { checkoutCode, scmOf } from '../stages/clone-stage.js';
import { pushesByDocker } from '../stages/publish-stage.js';
import { scriptBetween } from '../statements.js';
import { movability, renderTags } from '../tags.js';
import { type MethodName, methodCalls } from './method-names.js';
import { powershellLook } from './powershell-look.js';

/** The methods that a pipeline calls, each with what it is for. */
export function writeMethods(pipeline: Pipeline, used: ReadonlySet<string>): string {
  const called = new Set([...used, ...entries.flatMap(([name]) => (used.has(name) ? methodCalls[name] : []))]);
  return entries.map(([name, write]) => (called.has(name) ? `\n${printCode(write(pipeline))}` : '')).join('');
}

type MethodWriter = readonly [name: MethodName, write: (pipeline: Pipeline) => Code];

/** In the order in which they are written. */
const entries: readonly MethodWriter[] = Object.freeze([
  ['moveTag', moveTag],
  ['newestImage', newestImage],
  [
    'pushImage',
    (pipeline) => [
      '/** Pushes what was built here. */',
      command(pipeline, 'void pushImage(String from, String to)', (from, to) => pipelineTool(pipeline).push(from, to)),
    ],
  ],
  [
    'pushPlatforms',
    (pipeline) => [
      '/** Pushes what was built here for several platforms. */',
      command(pipeline, 'void pushPlatforms(String from, String to)', (from, to) =>
        pipelineTool(pipeline).pushAll(from, to),
      ),
    ],
  ],
  [
    'copyImage',
    (pipeline) => [
      '/** Puts one more tag on an image of the registry. */',
      command(pipeline, 'void copyImage(String from, String to)', (from, to) => pipelineTool(pipeline).copy(from, to)),
    ],
  ],
  [
    'hasImage',
    (pipeline) => {
      const shell = mainShell(pipeline);
      const ask = groovyLine(pipelineTool(pipeline).exists(shell.variable('IMAGE')));
      return [
        '/** Whether the registry has an image under this name. */',
        block('boolean hasImage(String reference)', [
          'def status = 0',
          block('withEnv(["IMAGE=${reference}"])', [`status = ${shell.step}(script: ${ask}, returnStatus: true)`]),
          'return status == 0',
        ]),
      ];
    },
  ],
  ['tellKept', tellKept],
  [
    'tagPart',
    () => [
      '/** The first line of a text as part of a tag: with - for whatever a tag cannot have. */',
      block('String tagPart(String text, String placeholder)', [
        String.raw`def part = (text ?: '').trim().replaceAll('(?s)[\r\n].*', '').replaceAll('[^A-Za-z0-9_.-]+', '-').replaceAll('^[.-]+', '')`,
        block("if (part == '')", ['error "Nothing is known to fill in for ${placeholder}"']),
        'return part',
      ]),
    ],
  ],
  [
    'podFile',
    ({ source }) => [
      '/** The description of a pod that is a file of the repository, which has to be there before the pod is. */',
      block('String podFile(String path)', [
        "def yaml = ''",
        block('node', [...checkoutCode(source), 'yaml = readFile(path)']),
        'return yaml',
      ]),
    ],
  ],
  [
    'changed',
    () => [
      '/** Whether a commit of this build changed a file whose path matches. */',
      '@NonCPS',
      block('boolean changed(String pattern)', [
        block('for (set in currentBuild.changeSets)', [
          block('for (entry in set.items)', [
            block('for (path in entry.affectedPaths)', [block('if (path.matches(pattern))', ['return true'])]),
          ]),
        ]),
        'return false',
      ]),
    ],
  ],
]);

function command(pipeline: Pipeline, head: string, words: (from: string, to: string) => string): Code[number] {
  const shell = mainShell(pipeline);
  const text = groovyLine(words(shell.variable('FROM'), shell.variable('TO')));
  return block(head, [block('withEnv(["FROM=${from}", "TO=${to}"])', [`${shell.step} ${text}`])]);
}

function tellKept(pipeline: Pipeline): Code {
  const shell = mainShell(pipeline);
  const compare = groovyLine(pipelineTool(pipeline).isSame(shell.variable('BUILT'), shell.variable('IMAGE')));
  return [
    '/** Tells of an image that the registry keeps, and whether it is the one that was built here. */',
    block('void tellKept(String built, String reference)', [
      'def status = 0',
      block('withEnv(["BUILT=${built}", "IMAGE=${reference}"])', [
        `status = ${shell.step}(script: ${compare}, returnStatus: true)`,
      ]),
      ...either(
        'status == 0',
        ['echo "${reference} is there already, with the same content."'],
        ['echo "WARNING: ${reference} is there already with other content, and stays: it cannot be moved."'],
      ),
    ]),
  ];
}

function moveTag(pipeline: Pipeline): Code {
  const host = hostOf(pipeline.publication.registry);
  const copy = ['copyImage("${image}:${newest}", "${image}:${tag}")'];
  const move: Code =
    pushesByDocker(pipeline) && isWholeOnAgent(pipeline) && isOwnTagPushed(pipeline)
      ? either(
          `newest == ${ownTag(pipeline)}`,
          ['docker.image("${repository}:${env.TOWLINE_REVISION}").push(tag)'],
          copy,
        )
      : copy;
  return [
    '/**',
    ' * Moves a tag to the newest commit of the branch that has an image: ours, or one that descends from it and whose build was faster.',
    ' * Looks again after each move, so that the tag ends on the newest one in whatever order builds end.',
    ' */',
    block('void moveTag(String repository, String tag, String branch)', [
      `def image = "${host}/\${repository}"`,
      "def moved = ''",
      'def newest = newestImage(image, tag, branch)',
      block("while (newest != '' && newest != moved)", [
        ...move,
        'moved = newest',
        'newest = newestImage(image, tag, branch)',
      ]),
    ]),
  ];
}

function newestImage(pipeline: Pipeline): Code {
  const { registry } = pipeline.publication;
  const template = commitTag(pipeline)?.template ?? {
    text: '{sha}',
    parts: [{ kind: 'placeholder', name: 'sha', argument: '' }],
  };
  const look = { tool: pipelineTool(pipeline), registry, template };
  const isWindows = mainShell(pipeline).step === 'bat';
  const script = isWindows ? powershellLook(look) : lookScript(look);
  const step = isWindows ? 'powershell' : 'sh';
  const ask = block('withEnv(["IMAGE=${image}", "BRANCH=${branch}"])', [
    scriptBetween(`found = ${step}(returnStdout: true, script: `, script, ').trim()'),
  ]);
  return [
    '/** The tag of the newest commit of the branch that has an image; empty where the tag stays, for nobody can tell or it is not ours. */',
    block('String newestImage(String image, String tag, String branch)', [
      `checkout changelog: false, poll: false, scm: ${scmOf(pipeline.source)} // What the branch is now.`,
      "def found = ''",
      ...(isMadeOfCommit(template) ? [ask] : withAwsAccess(registry, [ask])),
      {
        kind: 'block',
        open: 'def why = [',
        body: [
          '\'!off-branch\': "the commit is not on ${branch}",',
          "'!shallow': 'WARNING: the clone is shallow',",
          '\'!not-fetched\': "WARNING: the clone has no ${branch}",',
        ],
        close: '][found]',
      },
      block('if (why != null)', ['echo "${tag} stays where it is: ${why}"', "return ''"]),
      `return found ?: ${ownTag(pipeline)}`,
    ]),
  ];
}

function commitTag(pipeline: Pipeline) {
  const tags = renderTags(pipeline.publication.tags, { pipeline, use: (name) => name });
  return tags.find(({ namesCommit }) => namesCommit);
}

function ownTag(pipeline: Pipeline): string {
  const tag = commitTag(pipeline);
  return tag === undefined ? 'env.TOWLINE_REVISION' : groovyText(tag.text);
}

/** Whether the tag that names the commit is on what this build made: what cannot be moved may be on an image of an earlier build. */
function isOwnTagPushed(pipeline: Pipeline): boolean {
  const tag = commitTag(pipeline);
  return tag === undefined || movability(pipeline.publication.mutability, tag) === true;
}

/** Whether every image is one that the pipeline's agent holds. */
function isWholeOnAgent(pipeline: Pipeline): boolean {
  return builtImages(pipeline).every(
    (built) =>
      built.parts.every(({ node }) => node === undefined) && !isMadeInRegistry({ builder: pipeline.builder, built }),
  );
}
