// Bundles a sst.config.ts as the SST CLI does: esbuild, ES modules, Pulumi and
// the AWS SDK left outside, SST's own names ($interpolate, sst, aws, ...) added
// to what the file can see. $app, $cli and $dev are globals of the process
// here (see program.cjs), so that one bundle serves every stage.
import { createRequire } from "node:module";
import fs from "node:fs";
import path from "node:path";

// ES modules lack what CommonJS dependencies in the bundle expect.
const COMMONJS = `
import { createRequire as $require } from "node:module";
import { fileURLToPath as $file } from "node:url";
import { dirname as $dir } from "node:path";
const require = $require(import.meta.url);
const __filename = $file(import.meta.url);
const __dirname = $dir(__filename);
`;

const OUTSIDE = [
  "@pulumi/*", "@pulumiverse/*", "@sst-provider/*", "@aws-sdk/*",
  "undici", "esbuild", "archiver", "glob", "vite",
];

/** A program that prints what app() says for the stage in $STAGE. */
export function bundleApp(platform, root) {
  const code = `
    import config from "./sst.config.ts";
    console.log("app:" + JSON.stringify(await config.app({ stage: process.env.STAGE })));`;
  return bundle(platform, root, "app.mjs", code, {
    banner: { js: COMMONJS + "const $config = (config) => config;" },
  });
}

/** A program that Pulumi's runtime can run: the configuration's run(). */
export function bundleRun(platform, root, providers, name) {
  const source = path.join(platform, "src");
  const code = `
    import { run } from ${JSON.stringify(path.join(source, "auto/run.ts"))};
    import config from "./sst.config.ts";
    export default await run(config.run);`;
  const lock = JSON.parse(fs.readFileSync(path.join(platform, "../provider-lock.json"), "utf8"));
  const globals = lock
    .filter((provider) => providers.includes(provider.name))
    .map((provider) => `import * as ${provider.alias} from ${JSON.stringify(provider.package)};`)
    .concat(`import * as sst from ${JSON.stringify(path.join(source, "components"))};`)
    .join(" ");
  return bundle(platform, root, name, code, {
    banner: { js: COMMONJS },
    inject: [path.join(source, "shim/run.js")],
    plugins: [{
      name: "globals",
      setup(build) {
        build.onLoad({ filter: /sst\.config\.ts$/ }, (file) => ({
          // On the first line, so that line numbers stay true.
          contents: globals + fs.readFileSync(file.path, "utf8"), loader: "ts",
        }));
      },
    }],
  });
}

async function bundle(platform, root, name, code, more) {
  const esbuild = createRequire(path.join(platform, "package.json"))("esbuild");
  const outfile = path.join(root, name);
  await esbuild.build({
    stdin: { contents: code, resolveDir: root, loader: "ts" },
    outfile, bundle: true, format: "esm", platform: "node", mainFields: ["module", "main"],
    external: OUTSIDE, nodePaths: [path.join(platform, "node_modules")],
    sourcemap: "linked", logLevel: "silent", ...more,
  });
  return outfile;
}
