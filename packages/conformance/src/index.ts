export { conformance, type ConformanceOptions } from "./conformance.ts";
export { type CasesOptions, type ConformanceCase, conformanceCases } from "./conformance-cases.ts";
export { ConformanceFailedError } from "./conformance-failed-error.ts";
export type { Known } from "./known.ts";
export * as operand from "./records/operand.ts";
export type { Maker, Operand } from "./records/operand.ts";
export { type OpRecord, record } from "./records/op-record.ts";
export type { Tolerance, Tolerances } from "./tolerance.ts";
