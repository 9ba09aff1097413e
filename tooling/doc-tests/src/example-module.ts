import * as core from "@elegy/core";
import ts from "typescript";
import type { Example } from "./example.ts";

const DEFAULT_BACKEND = `import { cpu as defaultBackend } from "@elegy/backend-cpu";
import { setBackend as setDefaultBackend } from "@elegy/core";
setDefaultBackend(defaultBackend());`;

/**
 * The module that runs an example: `expression; // => text` becomes a check that the value is shown as the
 * text. The comment follows an expression, a `console.log(…)` or a `const name = …` at the top level.
 */
export function exampleModule({ file, line, code }: Example): string {
  const source = ts.createSourceFile(file, code, ts.ScriptTarget.Latest, true);
  const edits = source.statements.flatMap((statement) => edit(statement, source, `${file}:${line}`));
  const written = code.split("// =>").length - 1;
  if (edits.length !== written) {
    throw new Error(
      `${file}:${line}: ${written} comments \`// =>\`, but ${edits.length} of them follow an expression at the top level.`,
    );
  }
  let body = code;
  for (const { start, end, text } of edits.toReversed()) body = body.slice(0, start) + text + body.slice(end);

  const prelude = [`import { assertShown } from "../src/assert-shown.ts";`];
  if (!/\bsetBackend\(/.test(code)) prelude.push(DEFAULT_BACKEND);
  const implied = impliedNames(code, source);
  if (implied.length > 0) prelude.push(`import { ${implied.join(", ")} } from "@elegy/core";`);
  return `${prelude.join("\n")}\n${body}\nexport {};\n`;
}

/** The names of `@elegy/core` that an example uses without importing or defining them. */
function impliedNames(code: string, source: ts.SourceFile): string[] {
  const defined = source.statements.flatMap((statement) => {
    if (ts.isImportDeclaration(statement)) return importedNames(statement);
    if (ts.isVariableStatement(statement)) {
      return statement.declarationList.declarations.map(({ name }) => name.getText(source));
    }
    const named = ts.isClassDeclaration(statement) || ts.isFunctionDeclaration(statement);
    return named && statement.name ? [statement.name.text] : [];
  });
  return Object.keys(core).filter(
    (name) => !defined.includes(name) && new RegExp(`(?<![\\w.])${name}\\b`).test(code),
  );
}

function importedNames({ importClause }: ts.ImportDeclaration): string[] {
  const bindings = importClause?.namedBindings;
  if (bindings === undefined) return [];
  return ts.isNamedImports(bindings) ? bindings.elements.map(({ name }) => name.text) : [bindings.name.text];
}

interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

function edit(statement: ts.Statement, source: ts.SourceFile, place: string): Edit[] {
  const comment = ts
    .getTrailingCommentRanges(source.text, statement.end)
    ?.map(({ pos, end }) => source.text.slice(pos, end))
    .find((text) => text.startsWith("// =>"));
  if (comment === undefined) return [];
  const expected = JSON.stringify(comment.slice("// =>".length).trim());
  const check = (value: string): string =>
    `await assertShown((${value}), ${expected}, ${JSON.stringify(place)});`;

  if (ts.isExpressionStatement(statement)) {
    const value = shownExpression(statement.expression).getText(source);
    return [{ start: statement.getStart(source), end: statement.end, text: check(value) }];
  }
  const name = ts.isVariableStatement(statement)
    ? statement.declarationList.declarations.at(-1)?.name
    : undefined;
  if (name === undefined || !ts.isIdentifier(name)) return [];
  return [{ start: statement.end, end: statement.end, text: ` ${check(name.text)}` }];
}

function shownExpression(expression: ts.Expression): ts.Expression {
  if (!ts.isCallExpression(expression) || expression.expression.getText() !== "console.log")
    return expression;
  return expression.arguments[0] ?? expression;
}
