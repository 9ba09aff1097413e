// Everything there is, so that nothing can be left out: the whole of core and of the CPU backend.
export * from "@elegy/core";
export * from "@elegy/backend-cpu";
