export { cholesky, type CholeskyOptions } from "./cholesky.ts";
export {
  matrixNorm,
  type MatrixNormOptions,
  norm,
  type NormOptions,
  vectorNorm,
  type VectorNormOptions,
} from "./norm.ts";
export { svdvals } from "./singular-values.ts";
export { diagonal, trace } from "./stacked-diagonals.ts";
export { matmul } from "../products.ts";
export { outer, tensordot } from "../tensor-products.ts";
export { cross, matrixTranspose, vecdot } from "../vector-products.ts";
