import { headOf } from '../facts/call.js';
import { type SectionBlock, sectionsOf } from '../facts/sections.js';
import type { LintRule, Mark } from '../rule.js';

/** A section that a declarative pipeline must have. */
export const missingSection: LintRule = {
  severity: 'error',
  why: 'Jenkins refuses the whole file before it runs anything.',
  fix: 'Add the section. An agent that does not matter is agent any.',
  bad: `pipeline {
  options { timeout(time: 1, unit: 'HOURS') }
  stages {
    stage('Test') {
      steps { sh 'make test' }
    }
  }
}`,
  good: `pipeline {
  agent any
  options { timeout(time: 1, unit: 'HOURS') }
  stages {
    stage('Test') {
      steps { sh 'make test' }
    }
  }
}`,
  find: (facts) => facts.blocks.flatMap(find),
};

/** A file with a section that could not be read may have any. */
function find(block: SectionBlock): readonly Mark[] {
  const sections = sectionsOf(block);
  if (sections.some(({ node }) => node.kind === 'opaque')) return [];
  const names = new Set(sections.map(({ name }) => name));
  return missing(block.kind, names).map((what) => ({
    ...headOf(block.call),
    message: `${block.kind} has no ${what}.`,
  }));
}

function missing(kind: SectionBlock['kind'], names: ReadonlySet<string | undefined>): readonly string[] {
  const lacking = (all: readonly string[]): readonly string[] => all.filter((name) => !names.has(name));
  if (kind === 'pipeline') return lacking(['agent', 'stages']);
  if (kind === 'matrix') return lacking(['axes', 'stages']);
  if (kind === 'stages' || kind === 'parallel') return names.has('stage') ? [] : ['stage'];
  const hasWork = ['steps', 'stages', 'parallel', 'matrix'].some((name) => names.has(name));
  return kind === 'stage' && !hasWork ? ['steps'] : [];
}
