import { grad, jit, np, setBackend, type Tensor } from "@elegy/autodiff";
import { cpu } from "@elegy/backend-cpu";

setBackend(cpu());

// Without a trainer: a compiled derivative.
export const derivative: (w: Tensor) => Tensor = jit(grad((w: Tensor) => np.mean(np.tanh(np.dot(w, w)))));
