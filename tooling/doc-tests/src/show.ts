/**
 * A value as documentation writes it: tensors as nested arrays, whole numbers below 2³², others to 6 digits, the
 * rest as JSON.
 */
export async function show(value: unknown): Promise<string> {
  const plain = await toPlain(await value);
  return typeof plain === "string" ? plain : (JSON.stringify(plain) ?? String(plain));
}

async function toPlain(value: unknown): Promise<unknown> {
  if (typeof value === "number") return toPlainNumber(value);
  if (typeof value === "bigint") return String(value);
  if (typeof value !== "object" || value === null) return value;
  if (isTensor(value)) return toPlain(await value.array());
  if (ArrayBuffer.isView(value) && Symbol.iterator in value) return toPlain(Array.from(value as Uint8Array));
  if (Array.isArray(value)) return Promise.all(value.map(toPlain));
  if (isDescribed(value)) return describe(value);
  const entries = Object.entries(value).map(async ([key, entry]) => [key, await toPlain(entry)] as const);
  return Object.fromEntries(await Promise.all(entries));
}

function toPlainNumber(value: number): number | string {
  if (!Number.isFinite(value)) return String(value);
  return Number.isInteger(value) && Math.abs(value) < 2 ** 32 ? value : Number(value.toPrecision(6));
}

interface TensorLike {
  array(): Promise<unknown>;
}

function isTensor(value: object): value is TensorLike {
  return "shape" in value && "dtype" in value && "array" in value && typeof value.array === "function";
}

interface Described {
  toString(): string;
}

function isDescribed(value: object): value is Described {
  return value.toString !== Object.prototype.toString;
}

function describe(value: Described): string {
  return value.toString();
}
