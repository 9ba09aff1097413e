import { np } from "@elegy/autodiff";
import type { Initializer } from "../layer/scope.ts";

export const zeros: Initializer = (_, shape, options) => np.zeros(shape, options);
export const ones: Initializer = (_, shape, options) => np.ones(shape, options);
