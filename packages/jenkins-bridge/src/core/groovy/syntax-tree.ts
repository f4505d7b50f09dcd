import type { Quote, Span, TokenText } from './token.js';

/** `${…}` or `$a.b` in a string. */
export interface Interpolation extends Span {
  readonly kind: 'code';
  readonly node: GroovyNode;
}

/** A string. One part of text, or none, where it is constant. */
export interface StringNode extends Span {
  readonly kind: 'string';
  readonly quote: Quote;
  readonly parts: readonly (TokenText | Interpolation)[];
}

/** A number, `true`, `false` or `null`. */
export interface ConstantNode extends Span {
  readonly kind: 'constant';
  readonly text: string;
}

/** A variable, a class, `this`, `super`. */
export interface NameNode extends Span {
  readonly kind: 'name';
  readonly name: string;
}

/** `object.name`, however the dot is written. `name` is undefined where it is computed. */
export interface MemberNode extends Span {
  readonly kind: 'member';
  readonly object: GroovyNode;
  readonly name: string | undefined;
  readonly property: GroovyNode | undefined;
  /** Where the name begins. */
  readonly nameStart: number;
}

/** `object[items]` */
export interface IndexNode extends Span {
  readonly kind: 'index';
  readonly object: GroovyNode;
  readonly items: readonly GroovyNode[];
}

/** One argument of a call, one entry of a map. */
export interface Argument extends Span {
  /** `name:` or `'name':`; undefined where it has none or computes it. */
  readonly name: string | undefined;
  /** What computes its name: `(key):` */
  readonly key: GroovyNode | undefined;
  readonly value: GroovyNode;
}

/** `callee(arguments) { closure }` or `callee arguments`; closures behind it are its last arguments. */
export interface CallNode extends Span {
  readonly kind: 'call';
  readonly callee: GroovyNode;
  readonly arguments: readonly Argument[];
}

/** `new Type(arguments)` */
export interface NewNode extends Span {
  readonly kind: 'new';
  readonly type: string;
  readonly arguments: readonly Argument[];
}

/** `{ parameters -> body }` */
export interface ClosureNode extends Span {
  readonly kind: 'closure';
  readonly parameters: readonly string[];
  readonly body: readonly GroovyNode[];
}

/** `[a, b]`, and `(a, b)` where it stands for several variables. */
export interface ListNode extends Span {
  readonly kind: 'list';
  readonly items: readonly GroovyNode[];
}

/** `[a: b]` */
export interface MapNode extends Span {
  readonly kind: 'map';
  readonly entries: readonly Argument[];
}

/** Operands in a row with operators of one rank between them; with one operand the operator stands before or behind it. */
export interface OperationNode extends Span {
  readonly kind: 'operation';
  readonly operators: readonly string[];
  readonly operands: readonly GroovyNode[];
}

/** `test ? whenTrue : whenFalse`; `whenTrue` is undefined for `test ?: whenFalse`. */
export interface ConditionalNode extends Span {
  readonly kind: 'conditional';
  readonly test: GroovyNode;
  readonly whenTrue: GroovyNode | undefined;
  readonly whenFalse: GroovyNode | undefined;
}

/** `(type) value` and `value as type` */
export interface CastNode extends Span {
  readonly kind: 'cast';
  readonly type: string;
  readonly value: GroovyNode;
}

/** `target = value`, and with any other operator that assigns. */
export interface AssignmentNode extends Span {
  readonly kind: 'assignment';
  readonly operator: string;
  readonly target: GroovyNode;
  readonly value: GroovyNode;
}

/** One variable of a declaration. `(a, b)` has its value with the first one. */
export interface Declarator extends Span {
  readonly name: string;
  readonly value: GroovyNode | undefined;
}

/** `def a = 1, b`, `String a`, `def (a, b) = c` */
export interface DeclarationNode extends Span {
  readonly kind: 'declaration';
  readonly declarators: readonly Declarator[];
}

/** `def name(parameters) { body }` */
export interface MethodNode extends Span {
  readonly kind: 'method';
  readonly name: string;
  readonly parameters: readonly string[];
  readonly body: BlockNode | undefined;
}

/** `class Name { body }`, also of an interface, a trait or an enum. */
export interface ClassNode extends Span {
  readonly kind: 'class';
  readonly name: string;
  readonly body: readonly GroovyNode[];
}

/** `{ body }` where it is no closure. */
export interface BlockNode extends Span {
  readonly kind: 'block';
  readonly body: readonly GroovyNode[];
}

/** `if (test) whenTrue else whenFalse` */
export interface IfNode extends Span {
  readonly kind: 'if';
  readonly test: GroovyNode;
  readonly whenTrue: GroovyNode;
  readonly whenFalse: GroovyNode | undefined;
}

/** `for`, `while` and `do`: whatever stands in the parentheses, and the body. */
export interface LoopNode extends Span {
  readonly kind: 'loop';
  readonly header: readonly GroovyNode[];
  readonly body: GroovyNode | undefined;
}

/** `switch (subject) { body }`; each `case` is a jump in its body. */
export interface SwitchNode extends Span {
  readonly kind: 'switch';
  readonly subject: GroovyNode;
  readonly body: readonly GroovyNode[];
}

/** `try body catch (…) handler finally last` */
export interface TryNode extends Span {
  readonly kind: 'try';
  readonly body: BlockNode;
  readonly handlers: readonly BlockNode[];
  readonly last: BlockNode | undefined;
}

/** A word that says where it goes on, or `assert`, with what follows it. */
export interface JumpNode extends Span {
  readonly kind: 'jump';
  readonly word: string;
  readonly values: readonly GroovyNode[];
}

/** `import`, `package` */
export interface ImportNode extends Span {
  readonly kind: 'import';
  readonly text: string;
}

/** `name: statement` */
export interface LabelNode extends Span {
  readonly kind: 'label';
  readonly name: string;
  readonly statement: GroovyNode | undefined;
}

/** `@Name(arguments)` */
export interface Annotation extends Span {
  readonly name: string;
  readonly arguments: readonly Argument[];
}

/** A statement with annotations before it. */
export interface AnnotatedNode extends Span {
  readonly kind: 'annotated';
  readonly annotations: readonly Annotation[];
  readonly statement: GroovyNode | undefined;
}

/** What the parser has no form for, with the blocks that were found in it. */
export interface OpaqueNode extends Span {
  readonly kind: 'opaque';
  readonly inner: readonly GroovyNode[];
}

/** A node of the syntax tree. */
export type GroovyNode =
  | StringNode
  | ConstantNode
  | NameNode
  | MemberNode
  | IndexNode
  | CallNode
  | NewNode
  | ClosureNode
  | ListNode
  | MapNode
  | OperationNode
  | ConditionalNode
  | CastNode
  | AssignmentNode
  | DeclarationNode
  | MethodNode
  | ClassNode
  | BlockNode
  | IfNode
  | LoopNode
  | SwitchNode
  | TryNode
  | JumpNode
  | ImportNode
  | LabelNode
  | AnnotatedNode
  | OpaqueNode;
