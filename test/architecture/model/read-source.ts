import { readExport } from './read-export.js';
import { readFunction } from './read-function.js';
import type { ExportFact, FunctionFact, GlobalFact, ImportFact, SourceFile } from './source-file.js';
import { child, nodesIn, parseSyntax, type SyntaxNode, type SyntaxTree, textOf, walk } from './syntax.js';

/** Reads the facts of one TypeScript file. */
export async function readSource(path: string, text: string): Promise<SourceFile> {
  const tree = await parseSyntax(text).catch((error: unknown) => {
    throw new Error(`${path} does not parse`, { cause: error });
  });
  const imports: ImportFact[] = [];
  const exports: ExportFact[] = [];
  const functions: FunctionFact[] = [];
  const globals: GlobalFact[] = [];
  walk(tree.body, (node, parent) => {
    imports.push(...readImport(node, tree));
    exports.push(...readExport(node, tree));
    functions.push(...readFunction(node, parent, tree));
    globals.push(...readGlobal(node, parent, tree));
  });
  return {
    path,
    lines: text.split('\n').length - (text.endsWith('\n') ? 1 : 0),
    isTest: path.endsWith('.test.ts'),
    imports,
    exports,
    functions,
    globals,
  };
}

function readImport(node: SyntaxNode, tree: SyntaxTree): readonly ImportFact[] {
  const [specifier, when] = importOf(node);
  return specifier === undefined ? [] : [{ specifier, when, line: tree.lineOf(node.span.start) }];
}

function importOf(node: SyntaxNode): [specifier: string | undefined, when: ImportFact['when']] {
  switch (node.type) {
    case 'ImportDeclaration':
    case 'ExportNamedDeclaration':
    case 'ExportAllDeclaration':
      // `import { type A }` keeps its import under verbatimModuleSyntax: only `import type` loads nothing.
      return [textOf(child(node, 'source')), node.typeOnly === true ? 'never' : 'load'];
    case 'TsImportType':
      return [textOf(child(node, 'argument')), 'never'];
    case 'TsExternalModuleReference':
      return [textOf(child(node, 'expression')), 'load'];
    case 'CallExpression':
      if (child(node, 'callee')?.type !== 'Import') return [undefined, 'call'];
      return [textOf(nodesIn(node.arguments)[0]), 'call'];
    default:
      return [undefined, 'load'];
  }
}

function readGlobal(node: SyntaxNode, parent: SyntaxNode | undefined, tree: SyntaxTree): readonly GlobalFact[] {
  if (node.type !== 'Identifier' || !tree.isGlobal(node)) return [];
  return [{ name: nameOfUse(node, parent), line: tree.lineOf(node.span.start) }];
}

function nameOfUse(node: SyntaxNode, parent: SyntaxNode | undefined): string {
  const name = textOf(node) ?? '';
  if (parent?.type === 'MemberExpression') {
    const property = child(parent, 'property');
    const key = property?.type === 'Computed' ? child(property, 'expression') : property;
    return `${name}.${textOf(key) ?? '?'}`;
  }
  if (child(parent, 'callee') !== node) return name;
  if (parent?.type !== 'NewExpression') return `${name}()`;
  return nodesIn(parent.arguments).length === 0 ? `new ${name}()` : `new ${name}(…)`;
}
