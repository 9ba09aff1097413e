import type { GradientTransformation } from "../gradient-transformation.ts";

/** A transformation inside of another one, and where its state is. */
export interface Inner<S> {
  readonly transformation: GradientTransformation;
  readonly read: (state: S) => unknown;
  readonly write: (state: S, inner: unknown) => S;
}

/** The methods of a wrapper that read and set the learning rate of what is inside, if exactly one there has any. */
export function learningRateWithin<S>(
  inner: readonly Inner<S>[],
): Pick<GradientTransformation<S>, "learningRate" | "withLearningRate"> {
  const [only, ...others] = inner.filter(({ transformation }) => transformation.learningRate !== undefined);
  if (only === undefined || others.length > 0) return {};
  const { transformation, read, write } = only;
  const { learningRate, withLearningRate } = transformation;
  return {
    ...(learningRate && { learningRate: (state: S) => learningRate(read(state)) }),
    ...(withLearningRate && {
      withLearningRate: (state: S, rate: Parameters<typeof withLearningRate>[1]) =>
        write(state, withLearningRate(read(state), rate)),
    }),
  };
}

/** {@link learningRateWithin} of a wrapper that keeps the state of the one inside under `innerState`. */
export function learningRateOfInner<S extends { readonly innerState: unknown }>(
  transformation: GradientTransformation,
): Pick<GradientTransformation<S>, "learningRate" | "withLearningRate"> {
  return learningRateWithin<S>([
    {
      transformation,
      read: ({ innerState }) => innerState,
      write: (state, innerState) => ({ ...state, innerState }),
    },
  ]);
}
