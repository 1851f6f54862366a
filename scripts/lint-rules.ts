// Lint rules of this house that no plugin has. eslint.config.ts switches them on.
import { basename } from 'node:path';
import type { Rule } from 'eslint';

type RuleNode = Rule.Node;

const kebabCase = /^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9-]+)*\.m?[jt]sx?$/;

const emptyWords = /^(utils?|helpers?|common|misc|shared|managers?|services?)$/;
/** The platform's own name for a thing, which holds one of them. */
const namesOfThings = /service-worker/;

/** A file that is linted as a front door of its package may be called index.ts. */
const frontDoor = /packages\/[a-z-]+\/src\/(testing\/)?index\.ts$/;

const fileName: Rule.RuleModule = {
  meta: { type: 'suggestion', schema: [] },
  create: (context) => ({
    Program(node) {
      const path = context.filename.replaceAll('\\', '/');
      const name = basename(path);
      const words = name
        .replace(/(\.test)?\.m?[jt]sx?$/, '')
        .replace(namesOfThings, '')
        .split('-');
      if (!kebabCase.test(name)) {
        context.report({ node, message: `'${name}': a file is named after its main export, in kebab-case.` });
      } else if (words.some((word) => emptyWords.test(word))) {
        context.report({ node, message: `'${name}' says nothing: name the file after what it does.` });
      } else if (name === 'index.ts' && !frontDoor.test(path)) {
        context.report({
          node,
          message: `index.ts is only a package's front door; name this file after its export.`,
        });
      }
    },
  }),
};

const fileSizeQuestion: Rule.RuleModule = {
  meta: { type: 'suggestion', schema: [{ type: 'integer' }] },
  create: (context) => ({
    'Program:exit'(node) {
      const maxLines = Number(context.options[0]);
      const { length } = context.sourceCode.lines;
      if (length > maxLines) {
        context.report({
          node,
          message: `${length} lines: above ${maxLines}, ask whether this is two concerns.`,
        });
      }
    },
  }),
};

/** Counts a function's own lines: a maker is as long as what it wires, not as the functions it returns. */
const functionSizeQuestion: Rule.RuleModule = {
  meta: { type: 'suggestion', schema: [{ type: 'integer' }] },
  create(context) {
    const nestedLines: number[] = [];
    const enter = (): void => void nestedLines.push(0);
    const leave = (node: RuleNode): void => {
      const maxLines = Number(context.options[0]);
      const allLines = (node.loc?.end.line ?? 0) - (node.loc?.start.line ?? 0) + 1;
      const ownLines = allLines - (nestedLines.pop() ?? 0);
      const outer = nestedLines.length - 1;
      if (outer >= 0) nestedLines[outer] = (nestedLines[outer] ?? 0) + allLines;
      if (ownLines > maxLines) {
        const message = `${ownLines} lines of its own: above ${maxLines}, ask whether this is two functions.`;
        context.report({ node, message });
      }
    };
    const functions = 'FunctionDeclaration, FunctionExpression, ArrowFunctionExpression';
    return { [`:matches(${functions})`]: enter, [`:matches(${functions}):exit`]: leave };
  },
};

/**
 * The line where the statement, property or argument that holds `node` begins. For a function that only returns,
 * that of the function: a maker of branded ids says why in its docstring.
 */
function findStatementLine(node: RuleNode): number {
  let current: RuleNode | null = node;
  while (current !== null && !/Statement$|Declaration$|^Property$|^PropertyDefinition$/.test(current.type)) {
    current = current.parent;
  }
  const block = current?.type === 'ReturnStatement' ? current.parent : null;
  const isWholeBody = block?.type === 'BlockStatement' && block.body.length === 1;
  const start = isWholeBody ? block.parent : (current ?? node);
  return start.loc?.start.line ?? 1;
}

/** A cast is a promise the compiler cannot check, so it carries a comment that says why it holds. */
const justifiedCast: Rule.RuleModule = {
  meta: { type: 'problem', schema: [] },
  create(context) {
    const commentLines = new Set<number>();
    for (const { loc } of context.sourceCode.getAllComments()) {
      for (let line = loc?.start.line ?? 0; line <= (loc?.end.line ?? -1); line++) commentLines.add(line);
    }
    return {
      'TSAsExpression, TSTypeAssertion'(node: RuleNode) {
        const isConst = /\bas\s+const$/.test(context.sourceCode.getText(node));
        const isInner = String(node.parent?.type) === 'TSAsExpression'; // `x as unknown as T` is one cast
        if (isConst || isInner) return;
        const lastLine = node.loc?.end.line ?? 1;
        for (let line = findStatementLine(node) - 1; line <= lastLine; line++) {
          if (commentLines.has(line)) return;
        }
        context.report({
          node,
          message: 'A cast needs a comment that says why it holds; better: narrow, or parse with a schema.',
        });
      },
    };
  },
};

const explainedDisable: Rule.RuleModule = {
  meta: { type: 'problem', schema: [] },
  create: (context) => ({
    Program() {
      for (const comment of context.sourceCode.getAllComments()) {
        if (!/^\s*eslint-disable/.test(comment.value) || / -- \S/.test(comment.value)) continue;
        const loc = comment.loc ?? { line: 1, column: 0 };
        context.report({
          loc,
          message: 'Say why the rule is off here: `eslint-disable-next-line rule -- reason`.',
        });
      }
    },
  }),
};

export const houseRules = {
  fileName,
  fileSizeQuestion,
  functionSizeQuestion,
  justifiedCast,
  explainedDisable,
};
