export * from "@elegy/autodiff/random";
