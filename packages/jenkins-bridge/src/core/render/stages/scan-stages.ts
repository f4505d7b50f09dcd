import type { Scan } from '../../pipeline/model/tests.js';
import { type BuiltImage, builtImages } from '../built-image.js';
import { block, type Code } from '../code.js';
import type { Context } from '../context.js';
import { groovyLine } from '../groovy-text.js';
import { groovyReference, shellReference } from '../reference.js';
import type { Stage } from '../stage.js';
import { runStep } from '../statements.js';
import { onParts } from './test-stages.js';

/** The stages of all scans. */
export function scanStages(context: Context): readonly Stage[] {
  const images = builtImages(context.pipeline);
  return context.pipeline.scans.map((scan) => {
    const chosen = images.filter(({ image }) => scan.images === undefined || scan.images.includes(image.name));
    return {
      kind: 'stage',
      name: scan.kind === 'command' ? scan.name : `Scan with ${scan.kind}`,
      code: chosen.flatMap((built) => scanCode(scan, built, context)),
    };
  });
}

function scanCode(scan: Scan, built: BuiltImage, context: Context): Code {
  const { builder } = context.pipeline;
  if (scan.kind === 'hadolint') {
    const { dockerfile, context: folder } = built.image;
    const file = dockerfile ?? (folder === '.' ? 'Dockerfile' : `${folder}/Dockerfile`);
    return onParts({ ...built, parts: built.parts.slice(0, 1) }, context, (_part, shell) => {
      const config = scan.config === undefined ? '' : ` --config ${shell.word(scan.config)}`;
      return [`${shell.step} ${groovyLine(`hadolint${config} ${shell.word(`./${file.replace(/^\.\//, '')}`)}`)}`];
    });
  }
  return onParts(built, context, ({ local }, shell) => {
    if (scan.kind === 'command') {
      return [block(`withEnv([${groovyReference(local, 'TOWLINE_IMAGE=')}])`, [runStep(shell, scan.run)])];
    }
    const severities = scan.severities.map((each) => each.toUpperCase()).join(',');
    const unfixed = scan.ignoreUnfixed ? ' --ignore-unfixed' : '';
    const source = trivySource(builder.kind, shellReference(local, shell));
    return [`${shell.step} ${groovyLine(`trivy image --exit-code 1 --severity ${severities}${unfixed} ${source}`)}`];
  });
}

/** Where Trivy finds an image that is in no registry. */
function trivySource(builder: string, reference: string): string {
  if (builder === 'towline') return `--input ${reference}`;
  return builder === 'buildah' || builder === 'podman' ? `--image-src podman ${reference}` : reference;
}
