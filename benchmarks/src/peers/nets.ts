import type { LayerSpec } from "../cases/benchmark-case.ts";
import type { Algebra } from "./algebra.ts";

/** Gives a parameter by name, and makes it at its first use: weights scaled by `1/√fanIn`, or all the same value. */
export type Parameter<T> = (name: string, shape: readonly number[], constant?: number) => T;

/** Logits of a network, for peers that have no layers of their own, or not all of them. */
export function runNet<T>(a: Algebra<T>, layers: readonly LayerSpec[], parameter: Parameter<T>, input: T): T {
  return layers.reduce((x, spec, i) => runLayer(a, spec, within(parameter, String(i)), x), input);
}

function runLayer<T>(a: Algebra<T>, spec: LayerSpec, p: Parameter<T>, x: T): T {
  switch (spec.kind) {
    case "flatten":
      return a.reshape(x, [sizeOf(a, x, 0), product(a.shape(x).slice(1))]);
    case "meanOverTime":
      return a.mean(x, [1], false);
    case "dense": {
      const y = dense(a, p, x, spec.units);
      return spec.relu ? a.relu(y) : y;
    }
    case "conv": {
      const w = p("w", [3, 3, sizeOf(a, x, 3), spec.channels]);
      return a.relu(a.add(a.conv(x, w, spec.stride), p("b", [spec.channels], 0)));
    }
    case "lstm":
      return lstm(a, p, x, spec.units);
    case "transformer":
      return range(spec.layers).reduce((y, i) => encoderLayer(a, within(p, `${i}`), y, spec.heads), x);
    case "resnet18":
      return dense(a, within(p, "logits"), resnet18(a, p, x), spec.classes);
  }
}

/** `(x - mean) / √(variance + 1e-5) · scale + offset` over the last axis. */
export function layerNorm<T>(a: Algebra<T>, x: T, scale: T, offset: T): T {
  return normalize(a, x, [a.shape(x).length - 1], scale, offset);
}

function normalize<T>(a: Algebra<T>, x: T, axes: readonly number[], scale: T, offset: T): T {
  const centred = a.sub(x, a.mean(x, axes, true));
  const deviation = a.rsqrt(a.shift(a.mean(a.square(centred), axes, true), 1e-5));
  return a.add(a.mul(a.mul(centred, deviation), scale), offset);
}

function dense<T>(a: Algebra<T>, p: Parameter<T>, x: T, units: number): T {
  const shape = a.shape(x);
  const inputs = shape.at(-1)!;
  const rows = a.reshape(x, [product(shape) / inputs, inputs]);
  const y = a.add(a.matmul(rows, p("w", [inputs, units])), p("b", [units], 0));
  return a.reshape(y, [...shape.slice(0, -1), units]);
}

function lstm<T>(a: Algebra<T>, p: Parameter<T>, x: T, units: number): T {
  const [batch, time] = [sizeOf(a, x, 0), sizeOf(a, x, 1)];
  const inputs = dense(a, p, x, 4 * units);
  const u = p("u", [units, 4 * units]);
  const step = ([h, c]: readonly [T | null, T | null], t: number): readonly [T, T] => {
    const own = a.reshape(a.slice(inputs, 1, t, t + 1), [batch, 4 * units]);
    const gates = h === null ? own : a.add(own, a.matmul(h, u));
    const gate = (i: number): T => a.slice(gates, 1, i * units, (i + 1) * units);
    const fresh = a.mul(a.sigmoid(gate(0)), a.tanh(gate(2)));
    const next = c === null ? fresh : a.add(a.mul(a.sigmoid(gate(1)), c), fresh);
    return [a.mul(a.sigmoid(gate(3)), a.tanh(next)), next];
  };
  const [last] = range(time).reduce<readonly [T | null, T | null]>(step, [null, null]);
  return last!;
}

function encoderLayer<T>(a: Algebra<T>, p: Parameter<T>, x: T, heads: number): T {
  const [batch, time, width] = [sizeOf(a, x, 0), sizeOf(a, x, 1), sizeOf(a, x, 2)];
  const norm = (name: string, y: T): T =>
    layerNorm(a, y, p(`${name}.scale`, [width], 1), p(name, [width], 0));
  const project = (name: string): T =>
    a.transpose(
      a.reshape(dense(a, within(p, name), x, width), [batch, time, heads, width / heads]),
      [0, 2, 1, 3],
    );
  const scores = a.scale(a.matmul(project("query"), project("key"), false, true), Math.sqrt(heads / width));
  const mixed = a.transpose(a.matmul(a.softmax(scores), project("value")), [0, 2, 1, 3]);
  const attended = norm(
    "attentionNorm",
    a.add(x, dense(a, within(p, "out"), a.reshape(mixed, [batch, time, width]), width)),
  );
  const hidden = a.relu(dense(a, within(p, "hidden"), attended, 4 * width));
  return norm("feedForwardNorm", a.add(attended, dense(a, within(p, "feedForward"), hidden, width)));
}

function resnet18<T>(a: Algebra<T>, p: Parameter<T>, x: T): T {
  const convolved = (
    name: string,
    y: T,
    channels: number,
    window: number,
    stride: number,
    scale: number,
  ): T =>
    normalize(
      a,
      a.conv(y, p(`${name}.w`, [window, window, sizeOf(a, y, 3), channels]), stride),
      [0, 1, 2],
      p(`${name}.scale`, [channels], scale),
      p(`${name}.offset`, [channels], 0),
    );
  const block = (y: T, i: number): T => {
    const channels = 64 * 2 ** Math.floor(i / 2);
    const widens = i > 1 && i % 2 === 0;
    const first = a.relu(convolved(`${i}.0`, y, channels, 3, widens ? 2 : 1, 1));
    const body = convolved(`${i}.1`, first, channels, 3, 1, 0);
    return a.relu(a.add(body, widens ? convolved(`${i}.shortcut`, y, channels, 1, 2, 1) : y));
  };
  return a.mean(range(8).reduce(block, a.relu(convolved("stem", x, 64, 3, 1, 1))), [1, 2], false);
}

function within<T>(parameter: Parameter<T>, prefix: string): Parameter<T> {
  return (name, shape, constant) => parameter(`${prefix}.${name}`, shape, constant);
}

function sizeOf<T>(a: Algebra<T>, x: T, axis: number): number {
  return a.shape(x)[axis]!;
}

function product(sizes: readonly number[]): number {
  return sizes.reduce((all, size) => all * size, 1);
}

function range(count: number): number[] {
  return Array.from({ length: count }, (_, i) => i);
}
