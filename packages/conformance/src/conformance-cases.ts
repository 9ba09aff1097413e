import { ArgumentInvalidError, type DType, setBackend } from "@elegy/autodiff";
import type { Backend } from "@elegy/autodiff/spi";
import type { Check } from "./checks/check.ts";
import { determinism } from "./checks/determinism.ts";
import { donation } from "./checks/donation.ts";
import { dtypes } from "./checks/dtypes.ts";
import { requireFigure } from "./checks/figures.ts";
import { forward } from "./checks/forward.ts";
import { jit } from "./checks/jit.ts";
import { jvp } from "./checks/jvp.ts";
import { leaks } from "./checks/leaks.ts";
import { shapes } from "./checks/shapes.ts";
import { SPECIAL_VALUES } from "./checks/special-values.ts";
import { storageChecks } from "./checks/storage.ts";
import { transpose } from "./checks/transpose.ts";
import { vmap } from "./checks/vmap.ts";
import { FIGURES } from "./figures/figure.ts";
import { fuzzPrograms } from "./fuzz/fuzz-programs.ts";
import { type Known, knownAt, type Place, requireKnown } from "./known.ts";
import { type OpRecord, recordName } from "./records/op-record.ts";
import { OP_RECORDS } from "./records/op-records.ts";
import { floatsOf, type Subject, subjectOf } from "./subject.ts";
import type { Tolerances } from "./tolerance.ts";

const CHECKS: Readonly<Record<string, Check>> = {
  forward,
  jvp,
  transpose,
  vmap,
  jit,
  dtypes,
  shapes,
  determinism,
  leaks,
  donation,
};

export interface CasesOptions {
  /** Gaps that are expected, each with its reason. */
  readonly known?: readonly Known[];
  /** How far results may be off, by dtype, where the usual is not enough. */
  readonly tolerance?: Tolerances;
  /** Records of primitives of one's own, beside those of the kit. */
  readonly records?: readonly OpRecord[];
  /** The primitives that are checked, for a backend that is not done. Default: all, figures and random programs too. */
  readonly primitives?: readonly string[];
}

/** One test. */
export interface ConformanceCase {
  readonly name: string;
  /** Why it is known to fail, if it is. */
  readonly reason?: string;
  /** @throws ConformanceFailedError, or what the backend throws. */
  run(): Promise<void>;
}

/** One thing that is checked, before those of one primitive are put together. */
interface Part extends Place {
  /** Of the case it goes into. */
  readonly group: string;
  readonly run: (subject: Subject) => Promise<void>;
  readonly dtype: DType;
}

/**
 * The tests of a backend, for any test runner; `conformance` declares them with Vitest. A case is one check of one
 * primitive, and its error names the records that failed.
 *
 * @throws ArgumentInvalidError for names that there are not.
 * @example
 * ```ts
 * import { reference } from "@elegy/backend-reference";
 * import { conformanceCases } from "@elegy/conformance";
 *
 * const cases = conformanceCases(reference(), { primitives: ["tanh"] });
 * for (const { run } of cases) await run();
 * cases.map(({ name }) => name).at(0); // => tanh: forward, float64
 * ```
 */
export function conformanceCases(backend: Backend, options: CasesOptions = {}): ConformanceCase[] {
  const { known = [], tolerance = {}, records = [], primitives } = options;
  const table = [...OP_RECORDS, ...records];
  requireNames(table, primitives);
  const chosen = table.filter(({ primitive }) => primitives?.includes(primitive) ?? true);
  const parts = [...recordParts(backend, chosen), ...(primitives === undefined ? generalParts(backend) : [])];
  requireKnown(known, parts);

  const groups = new Map<string, { readonly entry: Known | undefined; readonly parts: Part[] }>();
  for (const part of parts) {
    const entry = knownAt(known, part);
    const name = entry ? `${part.group}: ${part.record} (known: ${entry.reason})` : part.group;
    const group = groups.get(name) ?? { entry, parts: [] };
    group.parts.push(part);
    groups.set(name, group);
  }
  return Array.from(groups, ([name, { entry, parts: members }]) => ({
    name,
    ...(entry && { reason: entry.reason }),
    run: () => runAll(backend, tolerance, members),
  }));
}

function recordParts(backend: Backend, records: readonly OpRecord[]): Part[] {
  const floats = floatsOf(backend);
  return records.flatMap((record) =>
    Object.entries(CHECKS).flatMap(([check, { dtypes: of, appliesTo, run }]) => {
      const usable = record.operands.every(({ dtype }) => dtype === "float" || backend.dtypes.has(dtype));
      if (!usable || !appliesTo(record)) return [];
      return (of === "every" ? floats : floats.slice(0, 1)).map((dtype) => ({
        check,
        primitive: record.primitive,
        record: recordName(record),
        group: `${record.primitive}: ${check}, ${dtype}`,
        dtype,
        run: (subject: Subject) => run(subject, record),
      }));
    }),
  );
}

/** What is not of one primitive. */
function generalParts(backend: Backend): Part[] {
  const part = (check: string, record: string, run: Part["run"]): Part => ({
    check,
    record,
    group: `${check}: ${record}`,
    dtype: "float32",
    run,
  });
  return [
    ...storageChecks(backend).map(({ name, run }) => part("storage", name, run)),
    ...FIGURES.map((figure) =>
      part("figures", figure.name, ({ tolerance }) => requireFigure(figure, tolerance("float32"))),
    ),
    ...SPECIAL_VALUES.map(({ name, run }) => part("special values", name, run)),
    ...fuzzPrograms().map(({ name, run }) => part("fuzz", name, run)),
  ];
}

/** All of them, also when one fails: the error names each that did. */
async function runAll(backend: Backend, tolerances: Tolerances, parts: readonly Part[]): Promise<void> {
  const failures: { readonly record: string; readonly error: unknown }[] = [];
  for (const { run, dtype, record } of parts) {
    setBackend(backend);
    await run(subjectOf(backend, dtype, tolerances)).catch((error: unknown) =>
      failures.push({ record, error }),
    );
  }
  const [first] = failures;
  if (first === undefined) return;
  const texts = failures.map(({ record, error }) => `${record}: ${messageOf(error)}`);
  throw new Error(texts.join("\n"), { cause: first.error });
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function requireNames(table: readonly OpRecord[], primitives: readonly string[] = []): void {
  const there = new Set(table.map(({ primitive }) => primitive));
  const absent = primitives.filter((name) => !there.has(name));
  if (absent.length === 0) return;
  throw new ArgumentInvalidError({
    operation: "conformance",
    problem: "there is no record of a primitive",
    expected: "names of primitives with records",
    received: absent.join(", "),
  });
}
