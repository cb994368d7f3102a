// node evaluate.mjs JOBS RESULTS: runs SST configurations for their stages, as
// `sst deploy` would, against a stand-in for the engine and the cloud.
//
// JOBS:    { platform, workers, configs: [{ root, stages: [{ name, secrets: [{ name, value }] or null }] }] }
// RESULTS: one object per config and stage, see execution() below.
import { execFile, spawn } from "node:child_process";
import fs from "node:fs";
import http from "node:http";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { bundleApp, bundleRun } from "./bundle.mjs";
import { startEngine } from "./engine.mjs";

const here = path.dirname(fileURLToPath(import.meta.url));
const [jobsFile, resultsFile] = process.argv.slice(2);
const { platform, workers, configs } = JSON.parse(fs.readFileSync(jobsFile, "utf8"));

// Nothing of the caller's accounts gets in.
const environment = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !/^(AWS|SST|PULUMI|CLOUDFLARE|VERCEL|NODE)_/.test(name)),
);
// Next to the installation, which never changes; one for each Node.
const cache = {
  directory: fs.realpathSync(path.join(platform, "node_modules")),
  file: path.join(platform, `../../code-cache-${process.version}-${process.arch}`),
};
const TIMEOUT = 180_000; // milliseconds for one execution; it takes a few seconds

const jobs = configs.flatMap(({ root, stages }, config) => {
  const bundles = prepare(root);
  return stages.map((stage) => ({ config, root, stage, bundles }));
});
const results = [];
let next = 0;
const server = await startServer();
await Promise.all(
  Array.from({ length: workers }, async () => {
    while (next < jobs.length) {
      const at = next++;
      results[at] = await execution(jobs[at]);
    }
  }),
);
server.stop();
fs.writeFileSync(resultsFile, JSON.stringify(results));

/** prepare returns the bundles of a configuration, each made when it is first asked for. */
function prepare(root) {
  fs.symlinkSync(path.join(platform, "node_modules"), path.join(root, "node_modules"));
  fs.writeFileSync(path.join(root, "package.json"), '{ "type": "module" }'); // as that of SST's platform
  fs.mkdirSync(path.join(root, ".sst"));
  fs.symlinkSync(platform, path.join(root, ".sst/platform"));
  let app;
  const runs = new Map();
  return {
    app: () => (app ??= bundleApp(platform, root)),
    run(providers) {
      const key = providers.toSorted().join("-");
      if (!runs.has(key)) runs.set(key, bundleRun(platform, root, providers, `run-${key}.mjs`));
      return runs.get(key);
    },
  };
}

async function execution({ config, root, stage, bundles }) {
  const result = { config, stage: stage.name, app: {}, errors: [], warnings: [], refused: [], resources: [], outputs: {} };
  try {
    result.app = await readApp(root, stage.name, await bundles.app());
    await runStage(root, stage, result, await bundles.run(Object.keys(result.app.providers)));
  } catch (error) {
    result.errors.push(error.message);
  }
  result.resources.sort((a, b) => (a.urn < b.urn ? -1 : 1));
  return result;
}

/** readApp runs app() in a process of its own and completes its answer as the CLI does. */
async function readApp(root, stage, bundle) {
  const output = await new Promise((resolve, reject) =>
    execFile(process.execPath, ["--no-warnings", bundle], { cwd: root, env: { ...environment, STAGE: stage } }, (error, stdout, stderr) =>
      error ? reject(new Error(`app(): ${stderr || error.message}`)) : resolve(stdout),
    ),
  );
  const app = JSON.parse(output.split("\n").find((line) => line.startsWith("app:")).slice("app:".length));
  if (!/^[a-zA-Z][a-zA-Z0-9-]*$/.test(app.name)) throw new Error(`app(): the CLI refuses the name ${app.name}`);
  if (!["remove", "retain", "retain-all", undefined].includes(app.removal)) throw new Error(`app(): the CLI refuses removal: ${app.removal}`);
  const providers = { ...(app.home === "aws" && { aws: {} }), ...app.providers };
  for (const [name, value] of Object.entries(providers)) {
    if (typeof value === "string") providers[name] = { version: value };
    else if (typeof value !== "object") throw new Error(`app(): the CLI refuses the provider ${name}: ${value}`);
  }
  providers.aws = {
    region: "us-east-1",
    ...providers.aws,
    defaultTags: { tags: { ...providers.aws?.defaultTags?.tags, "sst:app": app.name, "sst:stage": stage } },
  };
  return { ...app, stage, providers, removal: app.removal ?? "retain", protect: app.protect ?? false };
}

async function runStage(root, stage, result, bundle) {
  const { app } = result;
  const { region } = app.providers.aws;
  const engine = await startEngine({ platform, project: app.name, stage: stage.name, region });
  const refused = path.join(root, `refused-${stage.name}`);
  const work = path.join(root, ".sst");
  const given = {
    app,
    cli: { command: "deploy", dev: false, state: { version: {} }, paths: { home: path.join(work, "home"), root, work, platform: path.join(work, "platform") } },
    open: [engine.address, server.address],
    refused,
    cache,
  };
  const settings = Object.entries(app.providers).flatMap(([provider, values]) =>
    Object.entries(values).map(([key, value]) => [`${provider}:${key}`, typeof value === "string" ? value : JSON.stringify(value)]),
  );
  const run = path.join(platform, "node_modules/@pulumi/pulumi/cmd/run");
  const child = spawn(
    process.execPath,
    [
      "--no-warnings", "--require", path.join(here, "program.cjs"), run,
      `--monitor=${engine.address}`, `--engine=${engine.address}`, `--project=${app.name}`, `--stack=${stage.name}`,
      "--organization=organization", `--pwd=${root}`, "--parallel=16", bundle,
    ],
    {
      cwd: root,
      stdio: ["ignore", "pipe", "pipe"],
      env: {
        ...environment,
        ...Object.fromEntries((stage.secrets ?? []).map(({ name, value }) => [`SST_SECRET_${name}`, value])),
        ...(app.providers.cloudflare && { CLOUDFLARE_DEFAULT_ACCOUNT_ID: "account" }),
        SST_SERVER: `http://${server.address}`,
        SST_AWS_REGION: region, SST_AWS_ACCESS_KEY_ID: "none", SST_AWS_SECRET_ACCESS_KEY: "none", SST_AWS_SESSION_TOKEN: "none",
        PULUMI_CONFIG: JSON.stringify(Object.fromEntries(settings)), PULUMI_CONFIG_SECRET_KEYS: "[]",
        RUN_GIVEN: JSON.stringify(given),
      },
    },
  );
  let printed = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (data) => (printed += data));
  const alarm = setTimeout(() => child.kill("SIGKILL"), TIMEOUT);
  const [code, signal] = await new Promise((resolve) => child.on("close", (...end) => resolve(end)));
  clearTimeout(alarm);
  engine.stop();

  const said = (severity) => engine.log.messages.filter((m) => m.severity === severity).map((m) => m.text);
  result.errors.push(...said("error"));
  result.warnings.push(...said("warning"));
  if (code !== 0 && result.errors.length === 0) result.errors.push(`run() ended with ${signal ?? code}: ${printed}`);
  if (fs.existsSync(refused)) result.refused = fs.readFileSync(refused, "utf8").trim().split("\n");
  result.resources = engine.log.resources;
  result.outputs = engine.log.outputs;
}

/** startServer answers for the CLI, which SST's components ask for the account's bootstrap bucket and registry. */
async function startServer() {
  const server = http.createServer(async (request, response) => {
    let body = "";
    for await (const part of request) body += part;
    const { method } = JSON.parse(body);
    const bootstrap = {
      version: 3, asset: "sst-asset", state: "sst-state",
      assetEcrRegistryId: "123456789012", assetEcrUrl: "123456789012.dkr.ecr.us-east-1.amazonaws.com/sst-asset",
    };
    const answer = method === "Provider.Aws.Bootstrap" ? { result: bootstrap } : { error: `rpc: can't find method ${method}` };
    response.end(JSON.stringify(answer));
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { address: `127.0.0.1:${server.address().port}`, stop: () => { server.closeAllConnections(); server.close(); } };
}
