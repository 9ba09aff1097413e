import { type DType, dtypeInfo } from "@elegy/autodiff/spi";
import { orderKey } from "./order-key.ts";
import { type RawType, rawType } from "./raw-type.ts";

/** An associative operation on elements of a dtype, in WGSL. */
export interface Monoid {
  /** What a storage buffer of elements is an array of. */
  readonly stored: RawType | "f32" | "i32";
  /** What the operation takes and gives: `float16` is widened, and for order there are keys. */
  readonly type: "f32" | "i32" | "u32";
  readonly declarations: readonly string[];
  readonly identity: string;
  readonly load: (stored: string) => string;
  readonly combine: (a: string, b: string) => string;
  readonly store: (value: string) => string;
}

/** Sum and product: integers wrap. */
export function arithmeticMonoid(operation: "sum" | "product", dtype: DType): Monoid {
  const type = ({ float: "f32", int: "i32", uint: "u32", bool: "u32" } as const)[dtypeInfo(dtype).kind];
  const half = dtype === "float16";
  return {
    stored: half ? "f16" : type,
    type,
    declarations: [],
    identity: `${type}(${operation === "sum" ? 0 : 1})`,
    load: (stored) => (half ? `f32(${stored})` : stored),
    combine: (a, b) => `${a} ${operation === "sum" ? "+" : "*"} ${b}`,
    store: (value) => (half ? `f16(${value})` : value),
  };
}

/** Maximum and minimum: NaN wins, the identity is ∓∞, the least or greatest integer. */
export function orderMonoid(operation: "max" | "min", dtype: DType): Monoid {
  const isMax = operation === "max";
  const order = orderKey(dtype, { nan: isMax ? "highest" : "lowest", zeros: "apart" });
  return {
    stored: rawType(dtype),
    type: "u32",
    declarations: order.declarations,
    identity: isMax ? order.lowest : order.highest,
    load: order.key,
    combine: (a, b) => `${operation}(${a}, ${b})`,
    store: order.raw,
  };
}
