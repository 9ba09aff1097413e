export { GPT, type GPTOptions } from "./gpt.ts";
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
