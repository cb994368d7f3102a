// Judges CloudFormation templates by cdk-nag's packs and by Control Tower's
// rules for cfn-guard.
//
//   node consumer.mjs JOB.json
//
// The job has the directory of the npm packages, the directory of the templates
// and their names. Findings go to standard output.
import { execFileSync } from "node:child_process";
import { chmodSync, readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

const job = JSON.parse(readFileSync(process.argv[2]));
const load = createRequire(path.join(job.modules, "package.json"));
const { App, Stack } = load("aws-cdk-lib");
const { CfnInclude } = load("aws-cdk-lib/cloudformation-include");
const nag = load("cdk-nag");

const packs = ["AwsSolutionsChecks", "NIST80053R5Checks", "HIPAASecurityChecks", "PCIDSS321Checks"];
const findings = [];

for (const name of job.templates) {
  const app = new App({ analyticsReporting: false });
  const stack = new Stack(app, "Stack", { env: { account: "123456789012", region: "us-east-1" } });
  new CfnInclude(stack, "Template", { templateFile: path.join(job.templatesIn, name) });
  for (const pack of packs) {
    for (const violation of new nag[pack](app).validateScope(app).violations) {
      for (const resource of violation.violatingResources) {
        findings.push({
          template: name,
          rule: violation.ruleName,
          level: violation.severity,
          resource: (resource.resourceLogicalId || resource.constructPath || "").split("/").pop(),
          says: violation.description,
        });
      }
    }
  }
}

const guard = path.join(job.modules, "node_modules/@cdklabs/cdk-validator-cfnguard");
const system = { darwin: "macos", linux: "ubuntu" }[process.platform];
const machine = { arm64: "aarch64", x64: "x86_64" }[process.arch];
const binary = path.join(guard, "bin", system, machine, "cfn-guard");
chmodSync(binary, 0o755);
const rules = new Map();
for (const file of readdirSync(path.join(guard, "rules/control-tower/metadata"), { recursive: true })) {
  if (file.endsWith(".json")) {
    const rule = JSON.parse(readFileSync(path.join(guard, "rules/control-tower/metadata", file)));
    rules.set(rule.Id, rule);
  }
}
// One process for all templates reads the rules once. A rule judges the types of
// resources that it names, so more than half of the files have nothing to say; one
// that names no type is always asked.
const types = new Set();
for (const name of job.templates) {
  const { Resources } = JSON.parse(readFileSync(path.join(job.templatesIn, name)));
  for (const { Type } of Object.values(Resources)) types.add(Type);
}
const sources = readdirSync(path.join(guard, "rules/control-tower/cfn-guard"), { recursive: true })
  .filter((file) => file.endsWith(".guard"))
  .sort()
  .map((file) => path.join(guard, "rules/control-tower/cfn-guard", file))
  .filter((file) => {
    const named = readFileSync(file, "utf8").match(/AWS::\w+::\w+/g);
    return named === null || named.some((type) => types.has(type));
  });
const data = job.templates.map((name) => path.join(job.templatesIn, name));
const reports = JSON.parse(
  guarded(["validate", "--data", ...data, "--rules", ...sources, "--structured", "--output-format", "json", "--show-summary", "none"]),
);
// A template that is not judged would look like one without a finding.
const judged = new Map(reports.map((report) => [path.basename(report.name), report]));
for (const name of job.templates) {
  if (!judged.has(name)) throw new Error("cfn-guard does not judge " + name);
  for (const { Rule } of judged.get(name).not_compliant ?? []) {
    const text = JSON.stringify(Rule);
    const id = /\[(CT\.[A-Z0-9]+\.PR\.\d+)\]/.exec(text)?.[1] ?? Rule.name;
    const resources = new Set([...text.matchAll(/\/Resources\/(\w+)/g)].map(([, resource]) => resource));
    for (const resource of resources) {
      findings.push({ template: name, rule: id, level: rules.get(id)?.Severity ?? "", resource, says: rules.get(id)?.DisplayName ?? "" });
    }
  }
}

// guarded runs cfn-guard, which ends with 19 when it found something.
function guarded(args) {
  try {
    return execFileSync(binary, args, { maxBuffer: 1 << 28, stdio: ["ignore", "pipe", "pipe"] });
  } catch (e) {
    if (e.status === 19) return e.stdout;
    throw e;
  }
}

process.stdout.write(JSON.stringify(findings));
