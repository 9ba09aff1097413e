import { present, type Shape, sizeOf, stridesOf } from "@elegy/autodiff/spi";
import type { Body } from "./body.ts";
import { unsignedLiteral } from "./literal.ts";

let positions = 0;

/** How the indices of a position are computed, when they are asked for. */
interface Place {
  index(): string;
  along(axis: number): string;
}

/** Where in a tensor of a shape an invocation stands: its index, in C order and by axes, whichever is asked for. */
export class Position {
  readonly shape: Shape;
  /** Tells it from all others. */
  readonly key: string = `p${positions++}`;
  /** Whether its index in C order is that of the element the invocation computes. */
  readonly own: boolean;
  readonly #place: Place;

  constructor(shape: Shape, place: Place, own: boolean) {
    this.shape = shape;
    this.#place = place;
    this.own = own;
  }

  static ofIndex(body: Body, shape: Shape, index: string, own: boolean): Position {
    const along = (axis: number): string => {
      const stride = sizeOf(shape.slice(axis + 1));
      const outermost = sizeOf(shape.slice(0, axis)) === 1;
      const whole = stride === 1 ? index : `(${index} / ${unsignedLiteral(stride)})`;
      const size = unsignedLiteral(present(shape[axis]));
      return outermost ? whole : `${whole} % ${size}`;
    };
    const place: Place = {
      index: () => index,
      along: (axis) => (shape[axis] === 1 ? "0u" : body.once(`${position.key}.${axis}`, () => along(axis))),
    };
    const position = new Position(shape, place, own);
    return position;
  }

  static ofAxes(body: Body, shape: Shape, axes: readonly string[]): Position {
    const place: Place = {
      index: () => body.once(`${position.key}.index`, () => sumOfAxes(shape, axes)),
      along: (axis) => present(axes[axis]),
    };
    const position = new Position(shape, place, false);
    return position;
  }

  /** Another view of the same elements in the same order. */
  reshaped(body: Body, shape: Shape): Position {
    return Position.ofIndex(body, shape, this.index, this.own);
  }

  /** The index in C order. */
  get index(): string {
    return this.#place.index();
  }

  /** The index along an axis. */
  along(axis: number): string {
    return this.#place.along(axis);
  }
}

function sumOfAxes(shape: Shape, axes: readonly string[]): string {
  const strides = stridesOf(shape);
  const terms = axes.flatMap((axis, i) => {
    if (axis === "0u") return [];
    const stride = present(strides[i]);
    return [stride === 1 ? axis : `${axis} * ${unsignedLiteral(stride)}`];
  });
  return terms.length === 0 ? "0u" : terms.join(" + ");
}
