import type { ModuleCarrier } from "@elegy/autodiff";

/** A module of another framework, as a model takes it. */
export interface Adapted<W> extends ModuleCarrier {
  /** What was adapted, as it was given. */
  readonly wrapped: W;
}
