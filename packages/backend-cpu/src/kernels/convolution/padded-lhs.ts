import { sizeOf } from "@elegy/autodiff/spi";
import type { FunctionBuilder, Local } from "../../assembler/function-builder.ts";
import { present } from "../../codegen/present.ts";
import { emitStridedCopy } from "../../codegen/strided-copy.ts";
import { roundUp } from "../../memory/free-list.ts";
import { landing } from "../landing.ts";
import type { Extent, Roles } from "./convolution-plan.ts";

/** The left operand as windows read it: `roles[…]` from `start` on, in memory of its own if it has to be copied. */
export interface PaddedLhs {
  readonly strides: readonly number[];
  /** The element at index 0 of each role, the spatial ones counted from the start of the operand itself. */
  readonly start: number;
  /** Of the copy; 0 if there is none. */
  readonly bytes: number;
  /** Emits the copy; the memory has been filled with zeros before. */
  readonly copy: (code: FunctionBuilder, source: Local, target: Local) => void;
}

/** `order`: the roles from the slowest to the fastest axis of a copy. */
export function paddedLhs(
  { sizes, strides }: Roles,
  extents: readonly Extent[],
  order: readonly number[],
  copies: boolean,
): PaddedLhs {
  if (!copies) return { strides, start: 0, bytes: 0, copy: () => undefined };
  const spans = sizes.map((size, role): Extent =>
    role < 2 ? { from: 0, to: size } : present(extents[role - 2]),
  );
  const lengths = spans.map(({ from, to }) => to - from);
  const own = sizes.map((_, role) =>
    sizeOf(order.slice(order.indexOf(role) + 1).map((inner) => present(lengths[inner]))),
  );
  const walk = landing(
    order.map((role) => ({
      size: present(sizes[role]),
      length: present(lengths[role]),
      low: -present(spans[role]).from,
      step: 1,
      strides: [present(strides[role]), present(own[role])],
    })),
  );
  return {
    strides: own,
    start: -own.reduce((sum, stride, role) => sum + stride * present(spans[role]).from, 0),
    bytes: roundUp(4 * sizeOf(lengths)),
    copy: (code, source, target) => emitStridedCopy(code, { width: 4, source, target, ...walk }),
  };
}
