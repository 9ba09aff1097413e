// Without its layers, in plain JavaScript.
export * from "@tensorflow/tfjs-core";
export * from "@tensorflow/tfjs-backend-cpu";
