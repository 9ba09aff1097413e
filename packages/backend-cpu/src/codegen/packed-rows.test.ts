import { type DType, type Shape, sizeOf, stridesOf, type Value } from "@elegy/autodiff/spi";
import { expect, test } from "vitest";
import { evaluate, GraphBuilder, RandomNumbers } from "../testing/graph-builder.test-support.ts";
import { tabulate } from "../testing/reference-loops.test-support.ts";

/** An operand of this shape, repeated in the shape of the result, of the same rank. */
function repeated(builder: GraphBuilder, operand: Value, shape: Shape): Value {
  const { dtype } = operand.spec;
  return builder.node("broadcastInDim", [operand], shape, dtype, {
    shape,
    broadcastDimensions: [...shape.keys()],
  });
}

const WIDTHS = [2, 3, 5, 6, 7, 9, 10, 14];
const ROWS = [1, 2, 3, 4, 5, 11];

test.each<DType>(["float32", "int32", "uint8"])("short rows of %s with operands that repeat", (dtype) => {
  const numbers = new RandomNumbers(5);
  for (const width of WIDTHS) {
    for (const rows of ROWS) {
      const shape = [3, rows, width];
      const shapes: Shape[] = [shape, [3, rows, 1], [3, 1, width], [1, 1, width], [3, 1, 1], [1, rows, 1]];
      const builder = new GraphBuilder();
      const inputs = shapes.map((some) => builder.input(some, dtype));
      const sum = inputs
        .map((input) => repeated(builder, input, shape))
        .reduce((a, b) => builder.map("add", a, b));
      const data = shapes.map((some) => {
        const array = numbers.array(dtype, sizeOf(some));
        return array.map((_, i) => numbers.below(20) + (i % 3));
      });
      const expected = tabulate(shape, (index) =>
        shapes.reduce((total, some, operand) => {
          const strides = stridesOf(some);
          const at = index.reduce(
            (place, i, axis) => place + (some[axis] === 1 ? 0 : i * (strides[axis] ?? 0)),
            0,
          );
          return total + (data[operand]?.[at] ?? 0);
        }, 0),
      );
      expect([...(evaluate(builder.graph(sum), data)[0] ?? [])], shape.join()).toEqual(expected);
    }
  }
});

test("numbers along an axis, read where they are repeated and on their own", () => {
  const builder = new GraphBuilder();
  const shape = [5, 3];
  const classes = builder.input([5, 1], "int32");
  const numbers = builder.node("iota", [], shape, "int32", { shape, dtype: "int32", dimension: 1 });
  const hot = builder.node("eq", [repeated(builder, classes, shape), numbers], shape, "bool", {});
  const [hots, all] = evaluate(builder.graph(hot, numbers), [Int32Array.of(0, 2, 1, 3, 2)]);
  expect([...(hots ?? [])]).toEqual([1, 0, 0, 0, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0, 1]);
  expect([...(all ?? [])]).toEqual(tabulate(shape, ([, column = 0]) => column));
});
