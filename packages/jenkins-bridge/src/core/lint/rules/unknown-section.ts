import { closestWord } from '@towline/shared/text';
import { type Section, type SectionBlock, sectionsOf } from '../facts/sections.js';
import type { LintRule, Mark } from '../rule.js';

const words = (all: string): readonly string[] => all.split(' ');

/** What each block of a declarative pipeline may hold. */
const allowed: Readonly<Record<SectionBlock['kind'], readonly string[]>> = {
  pipeline: words('agent environment libraries options parameters post stages tools triggers'),
  stage: words('agent environment failFast input matrix options parallel post stages steps tools when'),
  stages: words('stage'),
  parallel: words('stage'),
  post: words('aborted always changed cleanup failure fixed notBuilt regression success unstable unsuccessful'),
  matrix: words('agent axes environment excludes input options post stages tools when'),
};

/** A section that a declarative pipeline does not have. */
export const unknownSection: LintRule = {
  severity: 'error',
  why: 'A declarative pipeline has a fixed set of sections. Jenkins refuses the whole file before it runs anything.',
  fix: 'Use a section that exists there. Steps belong into steps { … }.',
  bad: `pipeline {
  agent any
  options { timeout(time: 1, unit: 'HOURS') }
  stages {
    stage('Test') {
      sh 'make test'
      steps { sh 'make lint' }
    }
  }
}`,
  good: `pipeline {
  agent any
  options { timeout(time: 1, unit: 'HOURS') }
  stages {
    stage('Test') {
      steps {
        sh 'make test'
        sh 'make lint'
      }
    }
  }
}`,
  find: (facts) => facts.blocks.flatMap((block) => sectionsOf(block).flatMap((section) => find(block, section))),
};

function find({ kind }: SectionBlock, { name, node }: Section): readonly Mark[] {
  if (node.kind === 'opaque') return [];
  if (name === undefined)
    return [{ start: node.start, end: Math.min(node.end, node.start + 1), message: `This is no section of ${kind}.` }];
  if (allowed[kind].includes(name)) return [];
  const meant = closestWord(name, allowed[kind]);
  const fix = meant === undefined ? undefined : `Write ${meant}.`;
  return [{ start: node.start, end: node.start + name.length, message: `${name} is no section of ${kind}.`, fix }];
}
