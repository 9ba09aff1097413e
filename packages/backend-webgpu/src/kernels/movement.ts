import { type CorePrimitives, present, roundToHalf, sizeOf } from "@elegy/autodiff/spi";
import { unsignedLiteral } from "../wgsl/literal.ts";
import { Position } from "../wgsl/position.ts";
import { registerLiteral, registerType } from "../wgsl/register.ts";
import type { MovementRule } from "./graph-rule.ts";

export const constant: MovementRule<CorePrimitives["constant"]> = {
  kind: "movement",
  emit: (body, _at, _read, { params: { value, dtype } }) =>
    registerLiteral(body, dtype, dtype === "float16" ? roundToHalf(Number(value)) : Number(value)),
};

export const iota: MovementRule<CorePrimitives["iota"]> = {
  kind: "movement",
  emit(body, at, _read, { params: { dtype, dimension } }) {
    const place = at.along(dimension);
    if (dtype === "bool") return `${place} != 0u`;
    if (dtype === "uint8") return `${place} & 255u`;
    const number = `${registerType(dtype)}(${place})`;
    return dtype === "float16" ? body.call("to_half", number) : number;
  },
};

export const copy: MovementRule<object> = {
  kind: "movement",
  keepsOrder: () => true,
  emit: (_body, at, read) => read(0, at),
};

export const reshape: MovementRule<CorePrimitives["reshape"]> = {
  kind: "movement",
  keepsOrder: () => true,
  emit: (body, at, read, { inputs }) => read(0, at.reshaped(body, present(inputs[0]).shape)),
};

export const broadcastInDim: MovementRule<CorePrimitives["broadcastInDim"]> = {
  kind: "movement",
  keepsOrder: ({ inputs, outputs }) => sizeOf(present(inputs[0]).shape) === sizeOf(present(outputs[0]).shape),
  emit(body, at, read, { params, inputs }) {
    const { shape } = present(inputs[0]);
    if (sizeOf(shape) === sizeOf(at.shape)) return read(0, at.reshaped(body, shape));
    const axes = shape.map((size, axis) =>
      size === 1 ? "0u" : at.along(present(params.broadcastDimensions[axis])),
    );
    return read(0, Position.ofAxes(body, shape, axes));
  },
};

export const transpose: MovementRule<CorePrimitives["transpose"]> = {
  kind: "movement",
  keepsOrder({ params, inputs }) {
    const { shape } = present(inputs[0]);
    const long = params.permutation.filter((axis) => shape[axis] !== 1);
    return long.every((axis, i) => i === 0 || present(long[i - 1]) < axis);
  },
  emit(body, at, read, { params, inputs }) {
    const { shape } = present(inputs[0]);
    const axes = shape.map((_, axis) => at.along(params.permutation.indexOf(axis)));
    return read(0, Position.ofAxes(body, shape, axes));
  },
};

export const slice: MovementRule<CorePrimitives["slice"]> = {
  kind: "movement",
  emit(body, at, read, { params: { start, strides }, inputs }) {
    const { shape } = present(inputs[0]);
    const axes = shape.map((_, axis) => {
      const [first, step] = [present(start[axis]), present(strides[axis])];
      const place = at.along(axis);
      const scaled = step === 1 || place === "0u" ? place : `${place} * ${step}u`;
      if (first === 0) return scaled === place ? place : body.let(scaled);
      return body.let(scaled === "0u" ? `${first}u` : `${scaled} + ${first}u`);
    });
    return read(0, Position.ofAxes(body, shape, axes));
  },
};

export const reverse: MovementRule<CorePrimitives["reverse"]> = {
  kind: "movement",
  emit(body, at, read, { params: { dimensions }, inputs }) {
    const { shape } = present(inputs[0]);
    const axes = shape.map((size, axis) => {
      const place = at.along(axis);
      return dimensions.includes(axis) && size > 1 ? body.let(`${size - 1}u - ${place}`) : place;
    });
    return read(0, Position.ofAxes(body, shape, axes));
  },
};

export const pad: MovementRule<CorePrimitives["pad"]> = {
  kind: "movement",
  emit(body, at, read, { params: { low, interior }, inputs, outputs }) {
    const { shape, dtype } = present(inputs[0]);
    const outside = (): string => read(1, Position.ofAxes(body, [], []));
    if (sizeOf(shape) === 0) return outside();
    const conditions: string[] = [];
    const result = present(outputs[0]).shape;
    const axes = shape.map((size, axis) => {
      const [before, step] = [present(low[axis]), present(interior[axis]) + 1];
      const place = at.along(axis);
      if (before === 0 && step === 1 && present(result[axis]) <= size) return place;
      // Below the first element the difference wraps to a large number.
      const shifted = before === 0 ? place : body.let(`${place} - ${unsignedLiteral(before)}`);
      const most = (size - 1) * step + 1;
      conditions.push(`${shifted} < ${most}u`);
      if (step === 1) return shifted;
      conditions.push(`${shifted} % ${step}u == 0u`);
      return body.let(`${shifted} / ${step}u`);
    });
    const inside = (): string => read(0, Position.ofAxes(body, shape, axes));
    if (conditions.length === 0) return inside();
    return body.choose(conditions.join(" && "), registerType(dtype), inside, outside);
  },
};

export const concatenate: MovementRule<CorePrimitives["concatenate"]> = {
  kind: "movement",
  emit(body, at, read, { params: { dimension }, inputs }) {
    const place = at.along(dimension);
    const parts: { readonly operand: number; readonly start: number; readonly end: number }[] = [];
    let end = 0;
    for (const [operand, { shape }] of inputs.entries()) {
      const start = end;
      end += present(shape[dimension]);
      if (end > start) parts.push({ operand, start, end });
    }
    const part = (index: number): string => {
      const { operand, start, end: limit } = present(parts[index]);
      const { shape, dtype } = present(inputs[operand]);
      const own = (): string => {
        const along = start === 0 ? place : body.let(`${place} - ${start}u`);
        const axes = shape.map((_, axis) => (axis === dimension ? along : at.along(axis)));
        return read(operand, Position.ofAxes(body, shape, axes));
      };
      if (index === parts.length - 1) return own();
      return body.choose(`${place} < ${limit}u`, registerType(dtype), own, () => part(index + 1));
    };
    return part(0);
  },
};
