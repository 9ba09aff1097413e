export * from "@elegy/autodiff/np/linalg";
