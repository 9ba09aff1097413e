import { present } from "@elegy/autodiff/spi";
import { unsignedLiteral } from "../../wgsl/literal.ts";
import type { ElementwiseRule } from "../graph-rule.ts";

const ROTATIONS = [
  [13, 15, 26, 6],
  [17, 29, 16, 24],
] as const;

/** Makes up the third word of the key schedule. */
const PARITY = 0x1bd11bda;

/** Threefry-2x32 with 20 rounds: Salmon, Moraes, Dror, Shaw, "Parallel random numbers: as easy as 1, 2, 3" (2011). */
export const threefry2x32: ElementwiseRule<object> = {
  kind: "elementwise",
  emit(body, [k0 = "", k1 = "", x0 = "", x1 = ""]) {
    const keys = [k0, k1, body.let(`${k0} ^ ${k1} ^ ${unsignedLiteral(PARITY)}`)];
    const key = (index: number): string => present(keys[index % 3]);
    let a = body.let(`${x0} + ${key(0)}`);
    let b = body.let(`${x1} + ${key(1)}`);
    for (let group = 0; group < 5; group++) {
      for (const rotation of present(ROTATIONS[group % 2])) {
        a = body.let(`${a} + ${b}`);
        b = body.let(`((${b} << ${rotation}u) | (${b} >> ${32 - rotation}u)) ^ ${a}`);
      }
      a = body.let(`${a} + ${key(group + 1)}`);
      b = body.let(`${b} + ${key(group + 2)} + ${group + 1}u`);
    }
    return [a, b];
  },
};
