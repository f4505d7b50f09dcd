import type { Scan } from '../../core/pipeline/model/tests.js';
import { quoteWord } from '../../core/run/quote-word.js';
import type { RunImage } from '../../core/run/run-image.js';
import { runOnce } from './run-commands.js';
import type { RunContext, StageScope } from './run-context.js';

/** Looks at images before they are pushed. What it finds fails the build. */
export async function scanImages(scan: Scan, images: readonly RunImage[], scope: StageScope): Promise<void> {
  const { context, signal } = scope;
  for (const { image, parts } of images) {
    if (scan.kind === 'hadolint') {
      const folder = image.context === '.' ? '' : `${image.context}/`;
      const file = image.dockerfile ?? `${folder}Dockerfile`;
      const config = scan.config === undefined ? '' : ` --config ${quoteWord(scan.config)}`;
      await runOnce(commands(`hadolint${config} ${quoteWord(`./${file.replace(/^\.\//, '')}`)}`, context), scope);
      continue;
    }
    for (const part of parts) {
      const reference = await context.workshop.builder.expose(part, signal);
      await runOnce(scan.kind === 'trivy' ? trivy(scan, reference, context) : own(scan, reference, context), scope);
    }
  }
}

function commands(script: string, { variables }: RunContext, more: Readonly<Record<string, string>> = {}) {
  return { script, environment: { ...variables, ...more } };
}

function own({ run }: Extract<Scan, { readonly kind: 'command' }>, reference: string, context: RunContext) {
  return commands(run, context, { TOWLINE_IMAGE: reference });
}

function trivy(
  { severities, ignoreUnfixed }: Extract<Scan, { readonly kind: 'trivy' }>,
  reference: string,
  context: RunContext,
) {
  const wanted = severities.map((each) => each.toUpperCase()).join(',');
  const unfixed = ignoreUnfixed ? ' --ignore-unfixed' : '';
  return commands(
    `trivy image --exit-code 1 --severity ${wanted}${unfixed} ${sourceOf(context.workshop.builder.name, reference)}`,
    context,
  );
}

/** Where Trivy finds an image that is in no registry. */
function sourceOf(builder: string, reference: string): string {
  if (builder === 'towline') return `--input ${quoteWord(reference)}`;
  const source = builder === 'buildah' || builder === 'podman' ? '--image-src podman ' : '';
  return `${source}${quoteWord(reference)}`;
}
