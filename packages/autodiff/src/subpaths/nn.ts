import "../install.ts";

export * from "../nn/nn.ts";
