import { describe, expect, test } from "vitest";
import "../../index.ts";
import { parseGraph } from "../parse.ts";
import { printGraph } from "../print.ts";
import { verifyGraph } from "../verify.ts";
import { eliminateDeadCode } from "./eliminate-dead-code.ts";
import { simplify } from "./simplify.ts";

/** The body of a graph of `a:f32[2,3] b:f32[2,3] n:i32[2,3] p:bool[2,3]`, written over several lines. */
function simplified(body: string, results: string): string {
  const header = "{ lambda ; a:f32[2,3] b:f32[2,3] c:i32[2,3] d:bool[2,3]. let\n";
  const text = `${header}${body}\n in (${results}) }`;
  const before = parseGraph(text);
  const printed = printGraph(before);
  const after = printGraph(eliminateDeadCode(verifyGraph(simplify(before), "simplify")));
  // Pure: what it was given is as it was.
  expect(printGraph(before)).toBe(printed);
  return after
    .split("\n")
    .slice(1)
    .map((line) => line.trim())
    .join("\n");
}

const number = (value: string, dtype = "float32", short = "f32"): string =>
  `k:${short}[] = constant[dtype="${dtype}", value=${value}]\n z:${short}[2,3] = broadcastInDim[broadcastDimensions=[], shape=[2,3]] k\n`;

describe("is replaced by an operand", () => {
  test.each([
    ["x·1", `${number("1")} e:f32[2,3] = mul a z`],
    ["1·x", `${number("1")} e:f32[2,3] = mul z a`],
    ["x/1", `${number("1")} e:f32[2,3] = div a z`],
    ["x − 0", `${number("0")} e:f32[2,3] = sub a z`],
    ["x + (−0)", `${number("-0")} e:f32[2,3] = add a z`],
    ["−(−x)", "y:f32[2,3] = neg a e:f32[2,3] = neg y"],
    ["max(x, x)", "e:f32[2,3] = max a a"],
    ["select of equal cases", "e:f32[2,3] = select d a a"],
    ["select by true", `${number("true", "bool", "bool")} e:f32[2,3] = select z a b`],
    [
      "convert there and back",
      'y:f64[2,3] = convert[dtype="float64"] a e:f32[2,3] = convert[dtype="float32"] y',
    ],
    ["convert to its own dtype", 'e:f32[2,3] = convert[dtype="float32"] a'],
    [
      "transposes that cancel",
      "y:f32[3,2] = transpose[permutation=[1,0]] a e:f32[2,3] = transpose[permutation=[1,0]] y",
    ],
    ["reshapes that cancel", "y:f32[6] = reshape[shape=[6]] a e:f32[2,3] = reshape[shape=[2,3]] y"],
    ["a broadcast to its own shape", "e:f32[2,3] = broadcastInDim[broadcastDimensions=[0,1], shape=[2,3]] a"],
    ["the whole slice", "e:f32[2,3] = slice[limit=[2,3], start=[0,0], strides=[1,1]] a"],
    ["no padding", `${number("7")} e:f32[2,3] = pad[high=[0,0], interior=[0,0], low=[0,0]] a k`],
    ["a sum over no axes", "e:f32[2,3] = reduceSum[axes=[]] a"],
    ["a maximum over no axes", "e:f32[2,3] = reduceMax[axes=[]] a"],
    ["a concatenation of one", "e:f32[2,3] = concatenate[dimension=0] a"],
    ["a reversal of nothing", "e:f32[2,3] = reverse[dimensions=[]] a"],
  ])("%s", (_name, body) => {
    expect(simplified(body, "e")).toBe("in (a) }");
  });
});

describe("is replaced by less", () => {
  test.each([
    ["x − (−y) = x + y", "y:f32[2,3] = neg b e:f32[2,3] = sub a y", "e:f32[2,3] = add a b"],
    ["x + (−y) = x − y", "y:f32[2,3] = neg b e:f32[2,3] = add a y", "e:f32[2,3] = sub a b"],
    ["|−x| = |x|", "y:f32[2,3] = neg a e:f32[2,3] = abs y", "e:f32[2,3] = abs a"],
    ["select by not p", "y:bool[2,3] = not d e:f32[2,3] = select y a b", "e:f32[2,3] = select d b a"],
    [
      "reshapes",
      "y:f32[6] = reshape[shape=[6]] a e:f32[3,2] = reshape[shape=[3,2]] y",
      "e:f32[3,2] = reshape[shape=[3,2]] a",
    ],
    [
      "transposes",
      "x:f32[1,2,3] = reshape[shape=[1,2,3]] a y:f32[3,1,2] = transpose[permutation=[2,0,1]] x e:f32[2,3,1] = transpose[permutation=[2,0,1]] y",
      "e:f32[2,3,1] = reshape[shape=[2,3,1]] a",
    ],
    [
      "broadcasts",
      "x:f32[] = reduceSum[axes=[0,1]] a y:f32[3] = broadcastInDim[broadcastDimensions=[], shape=[3]] x e:f32[2,3] = broadcastInDim[broadcastDimensions=[1], shape=[2,3]] y",
      "e:f32[] = reduceSum[axes=[0,1]] a\nf:f32[2,3] = broadcastInDim[broadcastDimensions=[], shape=[2,3]] e",
    ],
    [
      "a transpose in front of a product",
      "y:f32[3,2] = transpose[permutation=[1,0]] b e:f32[2,2] = dotGeneral[lhsBatch=[], lhsContracting=[1], rhsBatch=[], rhsContracting=[0]] a y",
      "e:f32[2,2] = dotGeneral[lhsBatch=[], lhsContracting=[1], rhsBatch=[], rhsContracting=[1]] a b",
    ],
  ])("%s", (_name, body, expected) => {
    const result = simplified(body, "e");
    expect(result.replace(/\nin .*/, "")).toBe(expected);
  });
});

describe("stays, because it is not the same", () => {
  test.each([
    ["x + 0: −0 + 0 is 0", `${number("0")} e:f32[2,3] = add a z`, "add"],
    ["x·0: NaN and infinities", `${number("0")} e:f32[2,3] = mul a z`, "mul"],
    ["x − x: NaN and infinities", "e:f32[2,3] = sub a a", "sub"],
    ["x − (−0)", `${number("-0")} e:f32[2,3] = sub a z`, "sub"],
    [
      "convert over a narrower dtype",
      'y:i32[2,3] = convert[dtype="int32"] a e:f32[2,3] = convert[dtype="float32"] y',
      "convert",
    ],
    [
      "convert of int32 over float32",
      'y:f32[2,3] = convert[dtype="float32"] c e:i32[2,3] = convert[dtype="int32"] y',
      "convert",
    ],
  ])("%s", (_name, body, kept) => {
    expect(simplified(body, "e")).toContain(kept);
  });

  test("a transpose that changes the order of the free axes of a product", () => {
    const text = `{ lambda ; a:f32[2,3,4] b:f32[4]. let
 c:f32[3,2,4] = transpose[permutation=[1,0,2]] a
 d:f32[3,2] = dotGeneral[lhsBatch=[], lhsContracting=[2], rhsBatch=[], rhsContracting=[0]] c b
 in (d) }`;
    expect(printGraph(simplify(parseGraph(text)))).toContain("transpose");
  });

  test("integers: x + 0 is x", () => {
    expect(simplified(`${number("0", "int32", "i32")} e:i32[2,3] = add c z`, "e")).toBe("in (c) }");
  });
});
