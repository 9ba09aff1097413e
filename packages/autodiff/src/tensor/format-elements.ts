import { type DType, dtypeInfo } from "./dtype.ts";
import { roundToHalf } from "./half-floats.ts";

/** Turns an element into text; all texts of one tensor are equally wide, so that columns line up. */
export type ElementFormat = (value: number) => string;

/** How NumPy writes the elements of a tensor that has these. */
export function elementFormat(values: readonly number[], dtype: DType, isScalar: boolean): ElementFormat {
  switch (dtypeInfo(dtype).kind) {
    case "bool":
      return (value) => (value === 0 ? "False" : isScalar ? "True" : " True");
    case "int":
    case "uint": {
      const width = Math.max(0, ...values.map((value) => String(value).length));
      return (value) => String(value).padStart(width);
    }
    case "float":
      return floatFormat(values, WIDTHS[dtype] ?? SINGLE);
  }
}

/** Digits after the point at most. */
const PRECISION = 8;

interface Width {
  /** To the nearest number of the dtype. */
  readonly rounded: (value: number) => number;
  /** The least number that is written with an exponent: beyond, not all digits are known. */
  readonly large: number;
}

const DOUBLE: Width = { rounded: Number, large: 1e8 };
const SINGLE: Width = { rounded: Math.fround, large: 1e6 };
const HALF: Width = { rounded: roundToHalf, large: 1e3 };
const WIDTHS: { readonly [K in DType]?: Width } = { float64: DOUBLE, float32: SINGLE, float16: HALF };

/** A number in two parts at its point, and an exponent if it has one. */
interface Parts {
  readonly whole: string;
  readonly fraction: string;
  readonly exponent: string;
}

function floatFormat(values: readonly number[], width: Width): ElementFormat {
  const finite = values.filter(Number.isFinite);
  const scientific = needsExponent(finite, width);
  const partsOf = (value: number): Parts =>
    scientific ? scientificParts(value, width) : positionalParts(value, width);
  const parts = finite.map(partsOf);
  const longest = (text: (part: Parts) => string): number =>
    Math.max(0, ...parts.map((part) => text(part).length));
  const fractionWidth = longest(({ fraction }) => fraction);
  const exponentWidth = longest(({ exponent }) => exponent);
  // The point, if there is a finite number to have one, counts to the right.
  const right = fractionWidth + exponentWidth + 1;
  const others = values.filter((value) => !Number.isFinite(value)).map(nonFinite);
  const left = Math.max(
    longest(({ whole }) => whole),
    ...others.map((text) => text.length - right),
  );
  return (value) => {
    if (!Number.isFinite(value)) return nonFinite(value).padStart(left + right);
    // An exponent comes with equally many digits for all, true ones beyond those that tell the number apart.
    const { whole, fraction, exponent } = scientific ? exactParts(value, fractionWidth) : partsOf(value);
    const digits = fraction.padEnd(fractionWidth);
    return `${whole.padStart(left)}.${digits}${scientific ? widened(exponent, exponentWidth) : ""}`;
  };
}

function nonFinite(value: number): string {
  return Number.isNaN(value) ? "nan" : value < 0 ? "-inf" : "inf";
}

/** Numbers too large, too small or too far apart to stand below each other. */
function needsExponent(finite: readonly number[], width: Width): boolean {
  const magnitudes = finite.map(Math.abs).filter((value) => value !== 0);
  if (magnitudes.length === 0) return false;
  const [largest, smallest] = [Math.max(...magnitudes), Math.min(...magnitudes)];
  return largest >= width.large || smallest < width.rounded(1e-4) || width.rounded(largest / smallest) > 1000;
}

/** The fewest digits that round to the number again: `d.ddde±x`. */
function shortest(value: number, width: Width): string {
  for (let digits = 0; digits < 17; digits++) {
    const text = value.toExponential(digits);
    if (width.rounded(Number(text)) === value) return text;
  }
  return value.toExponential();
}

function scientificParts(value: number, width: Width): Parts {
  const parts = exactParts(value, Math.min(PRECISION, digitsAfterPoint(shortest(value, width))));
  return { ...parts, fraction: parts.fraction.replace(/0+$/, "") };
}

function exactParts(value: number, digits: number): Parts {
  const [mantissa = "", power = ""] = value.toExponential(digits).split("e");
  const [whole = "", fraction = ""] = mantissa.split(".");
  const sign = Object.is(value, -0) ? "-" : "";
  return { whole: sign + whole, fraction, exponent: widened(`e${power}`, 4) };
}

/** `e+8` as `e+08`. */
function widened(exponent: string, width: number): string {
  return exponent.slice(0, 2) + exponent.slice(2).padStart(width - 2, "0");
}

function digitsAfterPoint(text: string): number {
  return text.split("e")[0]?.split(".")[1]?.length ?? 0;
}

function positionalParts(value: number, width: Width): Parts {
  const sign = Object.is(value, -0) ? "-" : "";
  const [mantissa = "", power = "0"] = shortest(value, width).split("e");
  const places = Math.max(0, digitsAfterPoint(mantissa) - Number(power));
  // The shortest digits, with zeros for what they leave open.
  const text = places > PRECISION ? value.toFixed(PRECISION) : Number(`${mantissa}e${power}`).toFixed(places);
  const [whole = "", fraction = ""] = text.split(".");
  return { whole: sign + whole, fraction: fraction.replace(/0+$/, ""), exponent: "" };
}
