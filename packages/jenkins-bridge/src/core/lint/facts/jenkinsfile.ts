import { children } from '../../groovy/children.js';
import { type GroovySource, parseGroovy } from '../../groovy/parse.js';
import type { ClosureNode, GroovyNode, MemberNode, MethodNode, NewNode } from '../../groovy/syntax-tree.js';
import { type Call, callOf, type Scope } from './call.js';

/** A value that a variable is given: `def a = 1`, `a = 1`, `env.a = 1`. */
export interface Assignment {
  readonly name: string;
  readonly value: GroovyNode;
  readonly start: number;
  readonly end: number;
  /** Whether it declares a variable of Groovy, which no shell sees. */
  readonly declares: boolean;
  readonly scope: Scope | undefined;
}

/** A node that is neither a call nor an assignment, and where it stands. */
export interface Placed<N extends GroovyNode> {
  readonly node: N;
  readonly scope: Scope | undefined;
}

/** What the rules look at: a Jenkinsfile taken apart once. Lists are in the order in which the code runs, as far as the text tells. */
export interface Jenkinsfile {
  readonly source: GroovySource;
  /** `library`: neither `pipeline` nor `node` stands in it, so another file says where it runs. */
  readonly style: 'declarative' | 'scripted' | 'library';
  readonly calls: readonly Call[];
  readonly assignments: readonly Assignment[];
  readonly members: readonly Placed<MemberNode>[];
  readonly creations: readonly Placed<NewNode>[];
  /** Statements that run something in Groovy itself: `if`, `for`, `def`, `try`, an assignment. */
  readonly statements: readonly Placed<GroovyNode>[];
  /** The names of the file's own methods. */
  readonly methods: ReadonlySet<string>;
  /** Names that the file declares: variables, parameters and methods. */
  readonly declared: ReadonlySet<string>;
}

/** Takes a Jenkinsfile apart. Never throws, whatever the text. */
export function readJenkinsfile(text: string): Jenkinsfile {
  const source = parseGroovy(text);
  const walk = walkFrom(source.body);
  while (walk.next.length > 0) visit(walk);
  const { calls, assignments, members, creations, statements, methods, declared } = walk;
  return { source, style: styleOf(calls), calls, assignments, members, creations, statements, methods, declared };
}

/** What is still to be visited, the next one last. A walk by a list of its own needs no stack, however deep the tree. */
interface Walk {
  readonly next: (Visit | { readonly found: Call })[];
  readonly calls: Call[];
  readonly assignments: Assignment[];
  readonly members: Placed<MemberNode>[];
  readonly creations: Placed<NewNode>[];
  readonly statements: Placed<GroovyNode>[];
  readonly methods: Set<string>;
  readonly declared: Set<string>;
}

interface Visit {
  readonly node: GroovyNode;
  readonly scope: Scope | undefined;
  /** The call whose argument a closure in this node is. */
  readonly user?: Call | undefined;
  readonly nonCps?: boolean | undefined;
}

function walkFrom(body: readonly GroovyNode[]): Walk {
  return {
    next: [...body].reverse().map((node) => ({ node, scope: undefined })),
    calls: [],
    assignments: [],
    members: [],
    creations: [],
    statements: [],
    methods: new Set(),
    declared: new Set(),
  };
}

function styleOf(calls: readonly Call[]): Jenkinsfile['style'] {
  const has = (wanted: string): boolean =>
    calls.some(({ name, receiver }) => name === wanted && receiver === undefined);
  if (calls.some(({ name, receiver, scope }) => name === 'pipeline' && receiver === undefined && scope === undefined)) {
    return 'declarative';
  }
  return has('node') && !has('pipeline') ? 'scripted' : 'library';
}

function visit(walk: Walk): void {
  const visited = walk.next.pop();
  if (visited === undefined) return;
  if ('found' in visited) walk.calls.push(visited.found);
  else if (visited.node.kind === 'call') visitCall(walk, callOf(visited.node, visited.scope));
  else if (visited.node.kind === 'closure') visitClosure(walk, visited, visited.node);
  else if (visited.node.kind === 'method') visitMethod(walk, visited, visited.node);
  else visitOther(walk, visited);
}

function visitOther(walk: Walk, visited: Visit): void {
  const { node, scope } = visited;
  record(walk, visited);
  if (node.kind === 'annotated') {
    const nonCps = node.annotations.some(({ name }) => name === 'NonCPS');
    visitAll(walk, children(node), { scope, nonCps });
  } else {
    // Closures in the maps and lists of a call are still that call's: parallel([a: { … }]).
    const { user } = node.kind === 'map' || node.kind === 'list' ? visited : { user: undefined };
    visitAll(walk, children(node), { scope, user });
  }
}

function visitMethod(walk: Walk, { scope, nonCps }: Visit, node: MethodNode): void {
  walk.methods.add(node.name);
  for (const name of [node.name, ...node.parameters]) walk.declared.add(name);
  const own: Scope = { kind: 'method', name: node.name, nonCps: nonCps === true, outer: scope };
  visitAll(walk, children(node), { scope: own });
}

/** What a call is made on comes before the call, its arguments behind it. */
function visitCall({ next }: Walk, call: Call): void {
  const { node, scope } = call;
  for (const { value } of [...node.arguments].reverse()) next.push({ node: value, scope, user: call });
  next.push({ found: call }, { node: node.callee, scope });
}

function visitClosure(walk: Walk, { scope, user }: Visit, node: ClosureNode): void {
  for (const name of node.parameters) walk.declared.add(name);
  const own: Scope =
    user === undefined ? { kind: 'detached', outer: scope } : { kind: 'call', call: user, outer: scope };
  visitAll(walk, node.body, { scope: own });
}

/** What comes first must lie on top. */
function visitAll({ next }: Walk, nodes: readonly GroovyNode[], { scope, user, nonCps }: Omit<Visit, 'node'>): void {
  for (let index = nodes.length - 1; index >= 0; index -= 1) {
    const node = nodes[index];
    if (node !== undefined) next.push({ node, scope, user, nonCps });
  }
}

function record(walk: Walk, { node, scope }: Visit): void {
  switch (node.kind) {
    case 'declaration':
      walk.statements.push({ node, scope });
      for (const { name, value, start, end } of node.declarators) {
        walk.declared.add(name);
        if (value !== undefined) walk.assignments.push({ name, value, start, end, declares: true, scope });
      }
      return;
    case 'assignment': {
      walk.statements.push({ node, scope });
      const name = targetName(node.target);
      const { value, start, end, operator } = node;
      if (name !== undefined && operator === '=')
        walk.assignments.push({ name, value, start, end, declares: false, scope });
      return;
    }
    case 'member':
      walk.members.push({ node, scope });
      return;
    case 'new':
      walk.creations.push({ node, scope });
      return;
    case 'if':
    case 'loop':
    case 'try':
    case 'switch':
      walk.statements.push({ node, scope });
  }
}

/** `a` of `a = 1` and of `env.a = 1`. */
function targetName(target: GroovyNode): string | undefined {
  if (target.kind === 'name') return target.name;
  if (target.kind !== 'member' || target.object.kind !== 'name') return undefined;
  return target.object.name === 'env' || target.object.name === 'this' ? target.name : undefined;
}
