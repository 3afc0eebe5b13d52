// Production builds of the three pages: node build.mjs OUT makes OUT/react, OUT/vue and OUT/vanilla.
import { copyFile, mkdir, readFile, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { compileScript, parse } from "@vue/compiler-sfc";
import { build } from "esbuild";

export const PEERS = /** @type {const} */ (["react", "vue", "vanilla"]);
const here = fileURLToPath(new URL(".", import.meta.url));
const entry = { react: "main.tsx", vue: "main.ts", vanilla: "main.ts" };

/** Components of one file, with the template compiled into the script as Vue's own tools do for production. */
const vueComponents = {
  name: "vue-components",
  /** @param {import("esbuild").PluginBuild} build */
  setup(build) {
    build.onLoad({ filter: /\.vue$/ }, async ({ path }) => {
      const { descriptor, errors } = parse(await readFile(path, "utf8"), { filename: path });
      if (errors[0]) throw errors[0];
      const script = compileScript(descriptor, { id: basename(path), inlineTemplate: true, isProd: true, hoistStatic: true });
      return { contents: script.content, loader: "ts" };
    });
  },
};

/** @param {string} out */
export async function buildPeers(out) {
  for (const peer of PEERS) {
    await mkdir(join(out, peer), { recursive: true });
    await build({
      entryPoints: { main: join(here, peer, entry[peer]) },
      outdir: join(out, peer),
      bundle: true,
      minify: true,
      format: "esm",
      target: "es2023",
      jsx: "automatic",
      conditions: ["production"],
      loader: { ".graphql": "text" },
      define: { "process.env.NODE_ENV": '"production"', __VUE_OPTIONS_API__: "false", __VUE_PROD_DEVTOOLS__: "false", __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: "false" },
      plugins: [vueComponents],
      logLevel: "warning",
    });
    const page = (await readFile(join(here, "common/index.html"), "utf8")).replaceAll("PEER", peer);
    await writeFile(join(out, peer, "index.html"), page);
    await copyFile(join(here, "common/icon.svg"), join(out, peer, "icon.svg"));
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildPeers(process.argv[2] ?? "dist");
