import { erfInv as vectorErfInv } from "../../codegen/math/erf-inv.ts";
import { exp as vectorExp } from "../../codegen/math/exp.ts";
import { expm1 as vectorExpm1 } from "../../codegen/math/expm1.ts";
import { log as vectorLog } from "../../codegen/math/log.ts";
import { log1p as vectorLog1p } from "../../codegen/math/log1p.ts";
import { tanh as vectorTanh } from "../../codegen/math/tanh.ts";
import type { ElementwiseRule } from "../kernel-rule.ts";
import { unary } from "./formula.ts";
import { hosted } from "./host-math.ts";

export const exp: ElementwiseRule<object> = unary({ float32: vectorExp });
export const log: ElementwiseRule<object> = unary({ float32: vectorLog });
export const tanh: ElementwiseRule<object> = unary({ float32: vectorTanh });
export const expm1: ElementwiseRule<object> = unary({ float32: vectorExpm1 });
export const log1p: ElementwiseRule<object> = unary({ float32: vectorLog1p });
export const erfInv: ElementwiseRule<object> = unary({ float32: vectorErfInv });
export const sin: ElementwiseRule<object> = unary({ float32: hosted("sin") });
export const cos: ElementwiseRule<object> = unary({ float32: hosted("cos") });
