import type { ClosureNode, GroovyNode } from '../../groovy/syntax-tree.js';
import { type Call, closureOf, isStep } from './call.js';
import type { Jenkinsfile } from './jenkinsfile.js';
import { enclosingCalls, isRooted } from './scope.js';

/** What may stand directly in a block of a declarative pipeline. */
export interface SectionBlock {
  readonly call: Call;
  readonly closure: ClosureNode;
  readonly kind: 'pipeline' | 'stage' | 'stages' | 'parallel' | 'post' | 'matrix';
}

/** One statement of such a block; `name` is undefined where it is no section at all. */
export interface Section {
  readonly name: string | undefined;
  readonly node: GroovyNode;
}

/** The blocks of a declarative pipeline that have sections; none where the file is none. */
export function sectionBlocks({ calls, style }: Jenkinsfile): readonly SectionBlock[] {
  if (style !== 'declarative') return [];
  const candidates = calls.filter(({ name }) => kinds.has(name));
  return candidates.flatMap((call) => {
    const closure = closureOf(call);
    const kind = isRooted(call.scope) ? kindOf(call) : undefined;
    return closure === undefined || kind === undefined ? [] : [{ call, closure, kind }];
  });
}

const kinds = new Set(['pipeline', 'stage', 'stages', 'parallel', 'post', 'matrix']);

function kindOf(call: Call): SectionBlock['kind'] | undefined {
  const [parent] = enclosingCalls(call.scope);
  if (isStep(call, 'pipeline')) return parent === undefined ? 'pipeline' : undefined;
  if (parent === undefined) return undefined;
  if (isStep(call, 'stage')) return isStep(parent, 'stages', 'parallel') ? 'stage' : undefined;
  if (isStep(call, 'stages')) return isStep(parent, 'pipeline', 'stage', 'matrix') ? 'stages' : undefined;
  if (isStep(call, 'parallel')) return isStep(parent, 'stage') ? 'parallel' : undefined;
  if (isStep(call, 'post')) return isStep(parent, 'pipeline', 'stage') ? 'post' : undefined;
  return isStep(call, 'matrix') && isStep(parent, 'stage') ? 'matrix' : undefined;
}

/** The sections of a block. */
export function sectionsOf({ closure }: SectionBlock): readonly Section[] {
  return closure.body.map((node) => ({
    name: node.kind === 'call' && node.callee.kind === 'name' ? node.callee.name : undefined,
    node,
  }));
}
