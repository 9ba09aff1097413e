// Without its layers. It also loads a WebAssembly file of some hundred kB, which is not counted.
export * from "@tensorflow/tfjs-core";
export * from "@tensorflow/tfjs-backend-wasm";
