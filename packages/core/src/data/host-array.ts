import {
  type DType,
  hostValues,
  type NestedArray,
  type Shape,
  sizeOf,
  type Tensor,
  type TypedArray,
} from "@elegy/autodiff";
import * as np from "@elegy/autodiff/np";

/** Data in the memory of the host, from which batches are cut. A leaf of trees. */
export class HostArray {
  readonly data: TypedArray;
  readonly shape: Shape;
  readonly dtype: DType;

  constructor(data: TypedArray, shape: Shape, dtype: DType) {
    this.data = data;
    this.shape = shape;
    this.dtype = dtype;
  }

  /** Numbers that are on the host already. */
  static of(data: NestedArray | TypedArray): HostArray {
    const { values, spec } = hostValues(data);
    return new HostArray(values, spec.shape, spec.dtype);
  }

  /** The samples at the given positions of the first axis. */
  rows(positions: readonly number[]): HostArray {
    const rest = this.shape.slice(1);
    const width = sizeOf(rest);
    const data = this.data.slice(0, positions.length * width);
    positions.forEach((position, i) => {
      data.set(this.data.subarray(position * width, (position + 1) * width), i * width);
    });
    return new HostArray(data, [positions.length, ...rest], this.dtype);
  }

  /** The samples from one position to another, which share their memory with this array. */
  range(from: number, to: number): HostArray {
    const rest = this.shape.slice(1);
    const width = sizeOf(rest);
    return new HostArray(this.data.subarray(from * width, to * width), [to - from, ...rest], this.dtype);
  }

  toTensor(): Tensor {
    return np.array(this.data, { shape: this.shape, dtype: this.dtype });
  }
}
