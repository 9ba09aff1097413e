export { present } from "@elegy/autodiff/spi";
