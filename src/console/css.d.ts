// The build takes a style sheet in as its text (src/bin/seal/bundle.rs).
declare module "*.css" {
  const text: string;
  export default text;
}
