import type { Tensor } from "@elegy/autodiff";

/**
 * A step of an optimizer: takes updates (at first the gradients) and returns other updates. Pure functions over
 * trees of float tensors, so that a training step with them can be compiled. The state is a tree of tensors
 * whose structure, shapes and dtypes never change.
 *
 * @typeParam S the state; parameters and updates may be any tree.
 */
export interface GradientTransformation<S = unknown> {
  /**
   * The state before the first update.
   *
   * @throws ArgumentInvalidError naming the path of a parameter that is not a float tensor.
   */
  init(params: unknown): S;
  /**
   * Other updates and the state that follows. Updates are *added* to the parameters (`applyUpdates`), so a
   * descent negates them somewhere.
   *
   * @param updates of the structure, shapes and dtypes of the parameters.
   * @param params the parameters before the update, for transformations that look at them.
   * @throws TreeMismatchError if the updates have another structure than the parameters at `init`.
   */
  update<U>(updates: U, state: S, params?: U): readonly [updates: U, state: S];
  /**
   * The learning rate of the next update, `f32[]`; absent where there is none. What is made of several transformations has
   * the rate of the only one that has any: where two have, none is *the* rate, and it is absent.
   */
  learningRate?(state: S): Tensor;
  /**
   * The state in which the learning rate is another, for the updates from the next one on; absent where a schedule
   * decides, or where there is none. The rate is a leaf of the state, so that a compiled step stays as it is.
   *
   * @param learningRate ≥ 0, per update; a scalar tensor, too.
   * @throws ArgumentInvalidError for a negative rate.
   */
  withLearningRate?(state: S, learningRate: number | Tensor): S;
}

/** The state of a transformation that needs none. */
export type EmptyState = Readonly<Record<never, never>>;
