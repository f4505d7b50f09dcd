import type { ExportFact } from './source-file.js';
import { child, nodesIn, type SyntaxNode, type SyntaxTree, textOf } from './syntax.js';

/** The names that this statement exports; none where it is no export. */
export function readExport(node: SyntaxNode, tree: SyntaxTree): readonly ExportFact[] {
  const line = tree.lineOf(node.span.start);
  const other = { line, isType: false, documented: false };
  switch (node.type) {
    case 'ExportDeclaration':
      return declared(node, tree);
    case 'ExportNamedDeclaration':
      return nodesIn(node.specifiers).map((specifier) => listed(node, specifier, tree));
    case 'ExportAllDeclaration':
      return [{ ...other, name: '*', form: 'wildcard' }];
    case 'ExportDefaultDeclaration':
    case 'ExportDefaultExpression':
    case 'TsExportAssignment':
      return [{ ...other, name: 'default', form: 'default' }];
    default:
      return [];
  }
}

function declared(node: SyntaxNode, tree: SyntaxTree): readonly ExportFact[] {
  const declaration = child(node, 'declaration');
  const fact = {
    line: tree.lineOf(node.span.start),
    isType: declaration?.type === 'TsInterfaceDeclaration' || declaration?.type === 'TsTypeAliasDeclaration',
    form: 'declaration',
    documented: isDocComment(tree.textBefore(node)),
  } as const;
  return namesOf(declaration).map((name) => ({ ...fact, name }));
}

function namesOf(declaration: SyntaxNode | undefined): readonly string[] {
  const single = textOf(child(declaration, 'identifier') ?? child(declaration, 'id'));
  if (single !== undefined) return [single];
  return nodesIn(declaration?.declarations).flatMap((each) => textOf(child(each, 'id')) ?? []);
}

function listed(node: SyntaxNode, specifier: SyntaxNode, tree: SyntaxTree): ExportFact {
  const isNamespace = specifier.type === 'ExportNamespaceSpecifier';
  const name = child(specifier, isNamespace ? 'name' : 'exported') ?? child(specifier, 'orig');
  const isReexport = child(node, 'source') !== undefined;
  return {
    name: textOf(name) ?? '?',
    line: tree.lineOf(specifier.span.start),
    isType: node.typeOnly === true || specifier.isTypeOnly === true,
    form: isNamespace ? 'wildcard' : isReexport ? 're-export' : 'local',
    documented: isReexport,
  };
}

/** Whether a text ends with a comment of the form that editors show. */
function isDocComment(text: string): boolean {
  const trimmed = text.trimEnd();
  return trimmed.endsWith('*/') && trimmed.startsWith('/**', trimmed.lastIndexOf('/*'));
}
