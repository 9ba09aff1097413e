export * from "@elegy/autodiff/nn/initializers";
