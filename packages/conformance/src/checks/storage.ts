import { type DType, DTypeUnsupportedError, lax } from "@elegy/autodiff";
import { type Backend, dtypeInfo, hostArray } from "@elegy/autodiff/spi";
import { numbersOf, requireNear } from "../compare.ts";
import { ConformanceFailedError } from "../conformance-failed-error.ts";
import { tensorOf, widened } from "../records/operands.ts";
import { onBackend, type Subject } from "../subject.ts";

const ALL: readonly DType[] = ["float64", "float32", "float16", "int32", "uint32", "uint8", "bool"];

interface StorageCheck {
  readonly name: string;
  readonly run: (subject: Subject) => Promise<void>;
}

/** What a backend does with elements that nothing is computed from. */
export function storageChecks({ dtypes }: Backend): StorageCheck[] {
  return ALL.flatMap((dtype) =>
    dtypes.has(dtype)
      ? [
          { name: `${dtype} there and back`, run: ({ backend }) => requireCopies(backend, dtype) },
          { name: `${dtype} converted to the others`, run: (subject) => requireConversions(subject, dtype) },
        ]
      : [{ name: `${dtype} is refused`, run: () => requireRefusal(dtype) }],
  );
}

/** Bytes come back as they were, and are the backend's own in between. */
async function requireCopies(backend: Backend, dtype: DType): Promise<void> {
  const length = 37;
  const data = hostArray(dtype, length);
  data.forEach((_, i) => (data[i] = dtype === "bool" ? i % 2 : 3 * i + 1));
  const expected = Array.from(data);
  const before = backend.memory();
  const buffer = backend.upload(data, { shape: [length], dtype });
  const { buffers, bytes } = backend.memory();
  data.fill(0);
  (await backend.download(buffer)).fill(0);
  const received = await backend.download(buffer);
  backend.release(buffer);
  const exact = { relative: 0, absolute: 0 };
  requireNear("download after upload", Array.from(received), expected, exact);
  if (received.constructor !== data.constructor) {
    const { name } = received.constructor;
    throw new ConformanceFailedError("download", "another kind of array", data.constructor.name, name);
  }
  requireNear("memory().buffers after upload", [buffers - before.buffers], [1], exact);
  // A device may keep elements in more room than they need.
  const least = length * dtypeInfo(dtype).bytes;
  if (bytes - before.bytes < least) {
    throw new ConformanceFailedError(
      "memory() after upload",
      "bytes are missing",
      `≥ ${least}`,
      String(bytes - before.bytes),
    );
  }
}

async function requireConversions({ backend, oracle, tolerance }: Subject, dtype: DType): Promise<void> {
  const x = tensorOf(dtype, [5], (position) => [0, 1, 2.75, 7, 100.5][position]!);
  const exact = await widened([x]);
  for (const to of backend.dtypes) {
    const expected = onBackend(oracle, () =>
      lax.convertElementType(exact()[0], to === "float16" ? "float32" : to),
    );
    const received = await numbersOf(lax.convertElementType(x, to));
    requireNear(`convert to ${to}`, received, await numbersOf(expected), tolerance(to));
  }
}

async function requireRefusal(dtype: DType): Promise<void> {
  try {
    tensorOf(dtype, [1], () => 1);
  } catch (error) {
    if (error instanceof DTypeUnsupportedError) return;
    throw error;
  }
  throw new ConformanceFailedError(dtype, "a dtype that the backend has not", "an error", "a tensor");
}
