import { lax } from "@elegy/autodiff";
import { type OpRecord, record } from "./op-record.ts";
import { cycle, made, other, real, truth, whole } from "./operand.ts";

/** Choices and loops. */
export const CONTROL_RECORDS: readonly OpRecord[] = [
  record(
    "cond",
    "",
    (p, x, y) =>
      lax.cond(
        p,
        (a, b) => a.mul(b).sin(),
        (a) => a.mul(y).mul(a),
        x,
        y,
      ),
    truth([]),
    real([2, 3]),
    other([2, 3]),
  ),
  record(
    "cond",
    "switch",
    (i, x, y) => lax.switch(i, [(a) => a.sin(), (a) => a.mul(y), () => x.add(y)], x),
    made("int32", cycle(1, 7, -3, 2, 0))([]),
    real([3]),
    other([3]),
  ),
  record(
    "scan",
    "",
    (xs, h, w) => {
      const [last, ys] = lax.scan((c, x) => [c.mul(w).add(x).sin(), [c.mul(x), c]], h, xs);
      return ys[0].add(last).add(ys[1]);
    },
    real([4, 2]),
    other([2]),
    other([2]),
  ),
  record(
    "scan",
    "reverse",
    (xs, w) => lax.scan((c, x) => [c.mul(x).add(w.sin()), c], w, xs, { reverse: true })[1],
    real([5]),
    other([]),
  ),
  record("scan", "of nothing", (xs, h) => lax.scan((c, x) => [c.add(x), c], h, xs)[0], real([0]), real([])),
  record(
    "while",
    "",
    (x, limit) =>
      lax.whileLoop(
        (c) => c[0].less(limit),
        ([c, n]) => [c.mul(2).add(1), n.add(c)],
        [x, 0],
      )[1],
    whole([]),
    made("int32", cycle(30, 5, 100, 12))([]),
  ),
];
