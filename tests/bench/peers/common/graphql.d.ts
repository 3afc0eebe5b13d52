/** A document's text; esbuild is told to load it so. */
declare module "*.graphql" {
  const text: string;
  export default text;
}
declare module "*.css";
declare module "*.vue" {
  import type { Component } from "vue";
  const component: Component;
  export default component;
}
