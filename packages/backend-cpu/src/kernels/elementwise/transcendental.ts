import { acos, asin, atan, atan2 } from "../../codegen/math/angle.ts";
import { cbrt } from "../../codegen/math/cbrt.ts";
import { erfInv } from "../../codegen/math/erf-inv.ts";
import { erf, erfc } from "../../codegen/math/erf.ts";
import { exp } from "../../codegen/math/exp.ts";
import { expm1 } from "../../codegen/math/expm1.ts";
import { acosh, asinh, atanh, cosh, sinh } from "../../codegen/math/hyperbolic.ts";
import { log } from "../../codegen/math/log.ts";
import { log1p } from "../../codegen/math/log1p.ts";
import { logistic } from "../../codegen/math/logistic.ts";
import { tanh } from "../../codegen/math/tanh.ts";
import { cos, sin, tan } from "../../codegen/math/trigonometric.ts";
import type { Rules } from "../kernel-rule.ts";
import { binary, unary } from "./formula.ts";

/** Of floats only. */
export const TRANSCENDENTAL: Rules<
  | "exp"
  | "log"
  | "tanh"
  | "expm1"
  | "log1p"
  | "sin"
  | "cos"
  | "erf"
  | "erfc"
  | "erfInv"
  | "tan"
  | "asin"
  | "acos"
  | "atan"
  | "sinh"
  | "cosh"
  | "asinh"
  | "acosh"
  | "atanh"
  | "cbrt"
  | "logistic"
  | "atan2"
> = {
  exp: unary({ float32: exp }),
  log: unary({ float32: log }),
  tanh: unary({ float32: tanh }),
  expm1: unary({ float32: expm1 }),
  log1p: unary({ float32: log1p }),
  sin: unary({ float32: sin }),
  cos: unary({ float32: cos }),
  erf: unary({ float32: erf }),
  erfc: unary({ float32: erfc }),
  erfInv: unary({ float32: erfInv }),
  tan: unary({ float32: tan }),
  asin: unary({ float32: asin }),
  acos: unary({ float32: acos }),
  atan: unary({ float32: atan }),
  sinh: unary({ float32: sinh }),
  cosh: unary({ float32: cosh }),
  asinh: unary({ float32: asinh }),
  acosh: unary({ float32: acosh }),
  atanh: unary({ float32: atanh }),
  cbrt: unary({ float32: cbrt }),
  logistic: unary({ float32: logistic }),
  atan2: binary({ float32: atan2 }),
};
