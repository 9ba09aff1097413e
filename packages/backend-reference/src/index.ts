export { kernels } from "./kernels.ts";
export { reference } from "./reference.ts";
