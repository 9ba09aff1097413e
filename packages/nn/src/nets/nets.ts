export { generate, type GenerateOptions } from "./generate.ts";
export { GPT, type GPTLayer, type GPTOptions, type GPTPositions } from "./gpt.ts";
export type { CachedCall, CachedOutput, LanguageModel } from "./language-model.ts";
export { LogitsInvalidError } from "./logits-invalid-error.ts";
export { MLP, type MLPOptions } from "./mlp.ts";
export {
  ResNet,
  ResNet101,
  ResNet152,
  ResNet18,
  ResNet200,
  ResNet34,
  ResNet50,
  type ResNetBlock,
  type ResNetOptions,
} from "./resnet.ts";
