export {
  fromLayersModel,
  type FromLayersModelOptions,
  type LayersArtifacts,
  type LayersModule,
} from "./from-layers-model.ts";
export type { Ignorable } from "./layer-config.ts";
export type { LayersModelLike, LayersModelWeight, TensorMaker, WritableLayersModel } from "./layers-model.ts";
export { readLayersArtifacts } from "./read-layers-artifacts.ts";
export { LayersModelInvalidError, LayerUnsupportedError } from "./tfjs-errors.ts";
export type { NamedWeight, PlacedWeight } from "./weights.ts";
export { layersModelWeights, type TrainedWeights, writeLayersModel } from "./write-layers-model.ts";
