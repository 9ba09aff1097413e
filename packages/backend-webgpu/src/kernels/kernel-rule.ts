import type { CoreName, CorePrimitives, NodeSpec } from "@elegy/autodiff/spi";
import type { Dispatch } from "./dispatch.ts";

/** What the device can do, as far as code depends on it. */
export interface DeviceTraits {
  readonly shaderF16: boolean;
  readonly maxStorageBuffers: number;
  readonly maxInvocations: number;
}

/**
 * The dispatches that compute a node, in order. No element of any result may stay unwritten; results start undefined. If it
 * `overwrites` its first operand, that one lies where the result is to come, and is bound as the result.
 */
export type DispatchRule<P> = (
  node: NodeSpec<P>,
  traits: DeviceTraits,
  overwrites?: boolean,
) => readonly Dispatch[];

/** The rules of some primitives. */
export type DispatchRules<K extends CoreName> = { readonly [N in K]: DispatchRule<CorePrimitives[N]> };
