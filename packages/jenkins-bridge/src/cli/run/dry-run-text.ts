import { formatRepository } from '@towline/shared/image';
import { holds } from '../../core/pipeline/holds.js';
import { leaveReasons } from '../../core/publish/publication-plan.js';
import { resolveTags } from '../../core/publish/resolve-tags.js';
import { stagesOf } from '../../core/run/run-stage.js';
import type { PreparedRun } from './prepare-run.js';

/** What a run would do, as programs read it. Nothing is asked of a registry. */
export function dryRunData({ context, builder, notes }: PreparedRun) {
  const { pipeline, facts, identity, images, plan, checkout } = context;
  const builds = holds(pipeline.source.filters, facts);
  const { sha, branch, uncommitted } = checkout.facts;
  return {
    job: identity.job,
    number: identity.number,
    source: { sha, branch: branch ?? null, uncommitted },
    builder,
    notes,
    builds,
    stages: stagesOf(plan).map(({ name, when }) => ({
      name,
      runs: builds && when.every((each) => holds(each, facts)),
    })),
    images: images.map(({ repository, parts }) => ({
      repository: formatRepository(repository),
      platforms: parts.flatMap(({ platforms }) => platforms),
      tags: resolveTags(pipeline.publication.tags, facts).map((tag) => {
        if (tag.kind === 'refused') return { tag: null, what: 'refused', why: tag.message };
        if (tag.kind === 'left') return { tag: tag.tag, what: 'left', why: leaveReasons[tag.why].meaning };
        const what = tag.kind === 'fixed' ? 'pushed' : 'moved';
        return { tag: tag.tag, what, why: what === 'moved' ? 'where this commit is the newest that is published' : '' };
      }),
    })),
  };
}

/** The same for people. */
export function dryRunText(data: ReturnType<typeof dryRunData>): string {
  const { job, number, source, builder, notes, stages, images, builds } = data;
  const dirty =
    source.uncommitted.length === 0 ? '' : `, and ${source.uncommitted.length} files that are not committed`;
  return [
    `${job} #${number} of ${source.sha}${source.branch === null ? '' : ` on ${source.branch}`}${dirty}`,
    ...notes.map((note) => `  ${note}`),
    ...(builds ? [] : ['Nothing is built: no filter of the source lets it in.']),
    `Stages, built by ${builder}:`,
    ...stages.map(({ name, runs }) => `  ${runs ? '▸' : '-'} ${name}${runs ? '' : ' (skipped)'}`),
    ...images.flatMap(({ repository, platforms, tags }) => [
      `${repository}${platforms.length === 0 ? '' : ` for ${platforms.join(', ')}`}:`,
      ...tags.map(({ tag, what, why }) => `  ${what} ${tag ?? ''}${why === '' ? '' : `: ${why}`}`),
    ]),
    '',
  ].join('\n');
}
