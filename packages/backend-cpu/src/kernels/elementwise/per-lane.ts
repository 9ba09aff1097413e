import { FunctionBuilder, type Local } from "../../assembler/function-builder.ts";
import type { Binary } from "./formula.ts";

/** Leaves a number on the stack. */
export type ScalarBinary = (code: FunctionBuilder, x: Local, y: Local) => FunctionBuilder;

/** For what vectors cannot do: a scalar function of two integers, called for each lane. */
export function perLane(scalar: ScalarBinary): Binary {
  return (lanes, x, y) => {
    const code = new FunctionBuilder(["i32", "i32"], ["i32"]);
    const [left, right] = code.params;
    scalar(code, left, right);
    return lanes.each(lanes.module.define(code), x, y);
  };
}
