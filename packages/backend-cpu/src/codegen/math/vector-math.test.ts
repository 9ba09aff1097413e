import { describe, expect, it } from "vitest";
import { evaluateNode, type TakenName } from "../../testing/graph-builder.test-support.ts";
import { furthest } from "../../testing/ulps.test-support.ts";
import FIGURES from "./jax-mathematics.test-support.json" with { type: "json" };

function apply(name: TakenName, data: Float32Array): Float32Array {
  const shape = [data.length];
  return Float32Array.from(evaluateNode(name, [{ data, shape }], { shape }, {}));
}

it("is right at the special values", () => {
  const special = Float32Array.of(0, -0, Infinity, -Infinity, NaN, 1000, -1000, 1e-45, 3e38);
  expect([...apply("exp", special)]).toEqual([1, 1, Infinity, 0, NaN, Infinity, 0, 1, Infinity]);
  expect([...apply("tanh", special)]).toEqual([0, -0, 1, -1, NaN, 1, -1, Math.fround(1e-45), 1]);
  expect([...apply("expm1", special)]).toEqual([
    0,
    -0,
    Infinity,
    -1,
    NaN,
    Infinity,
    -1,
    Math.fround(1e-45),
    Infinity,
  ]);
  expect([...apply("log1p", special)].slice(0, 5)).toEqual([0, -0, Infinity, NaN, NaN]);
  expect([...apply("log1p", Float32Array.of(-1, -1.5, 1e-45))]).toEqual([-Infinity, NaN, Math.fround(1e-45)]);
  expect([...apply("log", special)].slice(0, 5)).toEqual([-Infinity, -Infinity, Infinity, NaN, NaN]);
  expect([...apply("log", Float32Array.of(1, -1, -1e-45))]).toEqual([0, NaN, NaN]);
});

/** From scipy.special, in float64: erf, erfc. */
const ERROR_FUNCTIONS: readonly (readonly [x: number, erf: number, erfc: number])[] = [
  [1.0000000031710769e-30, 1.1283791706736896e-30, 1.0],
  [9.999999747378752e-6, 1.1283791385526445e-5, 0.9999887162086145],
  [0.10000000149011612, 0.1124629176829705, 0.8875370823170295],
  [0.4000000059604645, 0.4283923607779012, 0.5716076392220988],
  [0.7900000214576721, 0.7361034667923186, 0.26389653320768136],
  [0.7999989986419678, 0.742100368913387, 0.25789963108661296],
  [0.800000011920929, 0.7421009718004437, 0.25789902819955635],
  [0.8000010251998901, 0.7421015746865228, 0.2578984253134772],
  [0.8999999761581421, 0.7969082004549684, 0.20309179954503165],
  [1.100000023841858, 0.8802050775963802, 0.11979492240361976],
  [1.5, 0.9661051464753108, 0.03389485352468927],
  [2.200000047683716, 0.9981371541274596, 0.0018628458725404296],
  [2.9000000953674316, 0.9999589021458579, 4.109785414212783e-5],
  [3.299999952316284, 0.9999969422892004, 3.0577107995706836e-6],
  [3.9000000953674316, 0.9999999652077781, 3.479222191415444e-8],
  [4.5, 0.9999999998033839, 1.9661604415428878e-10],
  [6.0, 1.0, 2.1519736712498913e-17],
  [7.699999809265137, 1.0, 1.2942778400111538e-27],
  [8.899999618530273, 1.0, 2.5053746159423378e-36],
  [9.100000381469727, 1.0, 6.696853655811689e-38],
  [-1.0000000031710769e-30, -1.1283791706736896e-30, 1.0],
  [-9.999999747378752e-6, -1.1283791385526445e-5, 1.0000112837913855],
  [-0.10000000149011612, -0.1124629176829705, 1.1124629176829706],
  [-0.4000000059604645, -0.4283923607779012, 1.4283923607779012],
  [-0.7900000214576721, -0.7361034667923186, 1.7361034667923185],
  [-0.7999989986419678, -0.742100368913387, 1.7421003689133872],
  [-0.800000011920929, -0.7421009718004437, 1.7421009718004437],
  [-0.8000010251998901, -0.7421015746865228, 1.7421015746865227],
  [-0.8999999761581421, -0.7969082004549684, 1.7969082004549684],
  [-1.100000023841858, -0.8802050775963802, 1.8802050775963803],
  [-1.5, -0.9661051464753108, 1.9661051464753108],
  [-2.200000047683716, -0.9981371541274596, 1.9981371541274595],
  [-2.9000000953674316, -0.9999589021458579, 1.999958902145858],
  [-3.299999952316284, -0.9999969422892004, 1.9999969422892003],
  [-3.9000000953674316, -0.9999999652077781, 1.999999965207778],
  [-4.5, -0.9999999998033839, 1.999999999803384],
  [-6.0, -1.0, 2.0],
  [-7.699999809265137, -1.0, 2.0],
  [-8.899999618530273, -1.0, 2.0],
  [-9.100000381469727, -1.0, 2.0],
];

describe("the error function", () => {
  const x = Float32Array.from(ERROR_FUNCTIONS, ([value]) => value);

  it("is as scipy has it, out to the subnormal numbers of its complement", () => {
    const column = (index: 1 | 2): number[] => ERROR_FUNCTIONS.map((row) => row[index]);
    expect(furthest(apply("erf", x), column(1)).ulps).toBeLessThanOrEqual(1);
    expect(furthest(apply("erfc", x), column(2)).ulps).toBeLessThanOrEqual(4);
  });

  it("is right at the special values", () => {
    const special = Float32Array.of(0, -0, Infinity, -Infinity, NaN, 1e-45, 3e38);
    expect([...apply("erf", special)]).toEqual([0, -0, 1, -1, NaN, Math.fround(1e-45), 1]);
    expect([...apply("erfc", special)]).toEqual([1, 1, 0, 2, NaN, 1, 0]);
    const unit = Float32Array.of(0, -0, 1, -1, 1.5, NaN);
    expect([...apply("erfInv", unit)]).toEqual([0, -0, Infinity, -Infinity, NaN, NaN]);
  });

  it("has the inverse that JAX has", () => {
    // jax 0.10.2: lax.erf_inv
    const points = [
      [9.999999682655225e-21, 8.862267680051088e-21],
      [0.10000000149011612, 0.08885598927736282],
      [-0.4000000059604645, -0.3708072006702423],
      [0.699999988079071, 0.7328690886497498],
      [0.8999999761581421, 1.163087010383606],
      [0.9900000095367432, 1.821386694908142],
      [-0.9955000281333923, -2.0087532997131348],
      [0.9990000128746033, 2.3267576694488525],
      [-0.9998300075531006, -2.6586241722106934],
      // Here both are 47 floats off.
      [-0.9998708963394165, -2.7069082260131836],
      [0.9999899864196777, 3.1232049465179443],
      [0.9999998807907104, 3.7439212799072266],
    ] as const;
    const inverse = apply(
      "erfInv",
      Float32Array.from(points, ([value]) => value),
    );
    expect(
      furthest(
        inverse,
        points.map(([, value]) => value),
      ).ulps,
    ).toBeLessThanOrEqual(2);
  });
});

it.each(Object.entries(FIGURES) as [TakenName, { x: number[]; y: number[] }][])(
  "%s is as JAX has it",
  (name, { x, y }) => {
    // jax 0.10.2 on the CPU: lax, whose own results are a few floats off (of sinh and cosh more for large ones: sixteen at 80).
    expect(furthest(apply(name, Float32Array.from(x)), y).ulps).toBeLessThanOrEqual(4);
  },
);
