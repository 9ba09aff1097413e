import type { Local } from "../../assembler/function-builder.ts";
import type { Lanes } from "../../codegen/lanes.ts";
import { present } from "../../codegen/present.ts";
import type { ElementwiseRule } from "../kernel-rule.ts";

const ROTATIONS = [
  [13, 15, 26, 6],
  [17, 29, 16, 24],
] as const;

/** Makes up the third word of the key schedule. */
const PARITY = 0x1bd11bda;

/** Threefry-2x32 with 20 rounds: Salmon, Moraes, Dror, Shaw, "Parallel random numbers: as easy as 1, 2, 3" (2011). */
export const threefry2x32: ElementwiseRule<object> = {
  kind: "elementwise",
  emit(lanes, [k0, k1, x0, x1]) {
    const first = present(k0);
    const second = present(k1);
    const third = lanes.op("v128.xor", lanes.op("v128.xor", first, second), lanes.bits(PARITY));
    const key = (index: number): Local => present([first, second, third][index % 3]);

    let a = lanes.op("i32x4.add", present(x0), key(0));
    let b = lanes.op("i32x4.add", present(x1), key(1));
    for (let group = 0; group < 5; group++) {
      for (const rotation of present(ROTATIONS[group % 2])) {
        a = lanes.op("i32x4.add", a, b);
        b = lanes.op("v128.xor", rotateLeft(lanes, b, rotation), a);
      }
      const next = group + 1;
      a = lanes.op("i32x4.add", a, key(next));
      b = lanes.op("i32x4.add", lanes.op("i32x4.add", b, key(next + 1)), lanes.bits(next));
    }
    return [a, b];
  },
};

function rotateLeft(lanes: Lanes, x: Local, count: number): Local {
  return lanes.op("v128.or", lanes.shift("i32x4.shl", x, count), lanes.shift("i32x4.shr_u", x, 32 - count));
}
