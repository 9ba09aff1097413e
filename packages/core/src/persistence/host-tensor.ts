import type { DType, Shape, TypedArray } from "@elegy/autodiff";

/**
 * A tensor in host memory: elements in C order, with shape and dtype. `bool` is a `Uint8Array` of 0 and 1,
 * `float16` a `Uint16Array` of its bits. `np.array(host.data, host)` makes a tensor of it.
 */
export interface HostTensor {
  readonly dtype: DType;
  readonly shape: Shape;
  readonly data: TypedArray;
}

const BRAND = Symbol.for("@elegy/host-tensor");

/** As {@link HostTensor}, but a leaf of trees, where a plain object is a node. */
class HostTensorLeaf implements HostTensor {
  readonly [BRAND] = true;
  readonly dtype: DType;
  readonly shape: Shape;
  readonly data: TypedArray;

  constructor({ dtype, shape, data }: HostTensor) {
    this.dtype = dtype;
    this.shape = shape;
    this.data = data;
  }
}

/**
 * Makes a leaf of trees: `tree.map` calls its function with the whole of it.
 *
 * @param tensor elements, shape and dtype, which are kept and not copied.
 * @example
 * ```ts
 * const host = hostTensor({ dtype: "float32", shape: [2], data: Float32Array.of(1, 2) });
 * tree.leaves({ w: host }).length; // => 1
 * await np.array(host.data, host).array(); // => [1,2]
 * ```
 */
export function hostTensor(tensor: HostTensor): HostTensor {
  return new HostTensorLeaf(tensor);
}

/**
 * `true` for what {@link hostTensor} made.
 *
 * @example
 * ```ts
 * isHostTensor(hostTensor({ dtype: "int32", shape: [], data: Int32Array.of(7) })); // => true
 * isHostTensor(np.array(7)); // => false
 * ```
 */
export function isHostTensor(value: unknown): value is HostTensor {
  return typeof value === "object" && value !== null && BRAND in value;
}
