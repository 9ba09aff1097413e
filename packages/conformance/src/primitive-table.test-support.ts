import "@elegy/autodiff";
import { type Backend, definedPrimitives, type Primitive } from "@elegy/autodiff/spi";

/** A rule, or its reason for not being there as a note. */
function ruleCell(rule: object | undefined, notes: string[]): string {
  if (rule === undefined || !("absent" in rule)) return "yes";
  const reason = String(rule.absent);
  if (!notes.includes(reason)) notes.push(reason);
  return `no (${notes.indexOf(reason) + 1})`;
}

function decompositionCell({ decompose, body }: Primitive): string {
  if (body !== undefined) return "inlined";
  return decompose === undefined ? "" : "yes";
}

/** A core primitive has a kernel on every backend; the conformance kit shows that it is right. */
function backendCell({ takes }: Backend, { name, decompose, body, materialize }: Primitive): string {
  if (body !== undefined) return "inlined";
  if (takes?.has(name)) return "kernel";
  if (materialize !== undefined && decompose === undefined) return "upload";
  return decompose === undefined ? "kernel" : "decomposed";
}

/** The page of all primitives with their rules, and how each backend computes them. */
export function primitiveTable(backends: readonly Backend[]): string {
  const notes: string[] = [];
  const header = ["primitive", "kind", "jvp", "transpose", "batching", "decomposition"];
  const rows = definedPrimitives().map((primitive) => [
    `\`${primitive.name}\``,
    primitive.kind,
    ruleCell(primitive.jvp, notes),
    ruleCell(primitive.transpose, notes),
    ruleCell(primitive.batch, notes),
    decompositionCell(primitive),
    ...backends.map((backend) => backendCell(backend, primitive)),
  ]);
  return [
    "# Primitives",
    "",
    "Every primitive with its rules, and how each backend computes it: with a kernel of its own, or decomposed into others. A test",
    "of `@elegy/conformance` writes this page, and fails when it is stale; `npx vitest run --project conformance -u` writes it anew.",
    "",
    ...tableLines([[...header, ...backends.map(({ name }) => name)], ...rows]),
    "",
    "Why a rule is not there:",
    "",
    ...notes.map((reason, i) => `${i + 1}. ${reason}`),
    "",
  ].join("\n");
}

/** Padded as the formatter does. */
function tableLines(rows: readonly (readonly string[])[]): string[] {
  const [header = [], ...rest] = rows;
  const widths = header.map((_, column) => Math.max(3, ...rows.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]): string =>
    `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(" | ")} |`;
  return [line(header), `| ${widths.map((width) => "-".repeat(width)).join(" | ")} |`, ...rest.map(line)];
}
