// A stand-in for the Pulumi engine: the two gRPC services that a program talks
// to. It takes every registration, answers with what the cloud might have
// answered, and remembers what it was asked for.
import { createRequire } from "node:module";
import path from "node:path";
import { answerInvoke, answerResource } from "./cloud.mjs";

// Keys and values by which Pulumi's wire format marks special values.
const SPECIAL = "4dabf18193072939515e22adb298388d";
const SECRET = "1b47061264138c4ac30d75fd1eb44270";
const REFERENCE = "5cf8f73096256a8f31e491e813e4eb8e";

/** decode returns the plain value of a wire value and notes the paths of secrets. */
function decode(value, secrets = [], at = "") {
  if (Array.isArray(value)) return value.map((v, i) => decode(v, secrets, `${at}[${i}]`));
  if (value === null || typeof value !== "object") return value;
  if (value[SPECIAL] === SECRET) {
    secrets.push(at);
    return decode(value.value, secrets, at);
  }
  if (value[SPECIAL] === REFERENCE) return value.id || value.urn;
  const member = (key) => (at ? `${at}.${key}` : key);
  return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, decode(v, secrets, member(k))]));
}

const vpcType = "aws:ec2/vpc:Vpc";

const asSecret = (value) => ({ [SPECIAL]: SECRET, value });

/** startEngine returns { address, log, stop }; region is that of the default provider. */
export async function startEngine({ platform, project, stage, region }) {
  const load = createRequire(path.join(platform, "node_modules/@pulumi/pulumi/package.json"));
  const grpc = load("@grpc/grpc-js");
  const { Struct } = load("google-protobuf/google/protobuf/struct_pb.js");
  const { Empty } = load("google-protobuf/google/protobuf/empty_pb.js");
  const proto = (name) => load(`@pulumi/pulumi/proto/${name}_pb`);
  const [resource, engine, provider] = ["resource", "engine", "provider"].map(proto);
  const { ResourceMonitorService } = proto("resource_grpc");
  const { EngineService } = proto("engine_grpc");

  const log = { resources: [], messages: [], outputs: {} };
  const known = new Map(); // urn -> { id, outputs }
  const regions = new Map(); // urn of an explicit provider -> its region
  let stack = "";
  let vpc; // the first VPC that was made or looked up

  const regionOf = (reference) => regions.get(reference.split("::").slice(0, 4).join("::")) ?? region;
  const urnOf = (request) => {
    const parent = request.getParent();
    const above = parent && parent !== stack ? parent.split("::")[2] + "$" : "";
    return `urn:pulumi:${stage}::${project}::${above}${request.getType()}::${request.getName()}`;
  };
  const plain = (struct) => (struct ? struct.toJavaScript() : {});
  // JSON drops what is undefined; the wire has no word for it.
  const wire = (value) => Struct.fromJavaScript(JSON.parse(JSON.stringify(value)));
  const rpc = (handle) => (call, done) => {
    try {
      done(null, handle(call.request));
    } catch (error) {
      done({ code: grpc.status.UNKNOWN, message: error.message });
    }
  };
  const nothing = rpc(() => new Empty());

  const monitor = {
    supportsFeature: rpc((request) => {
      const features = ["secrets", "resourceReferences", "deletedWith", "aliasSpecs", "parameterization"];
      const response = new resource.SupportsFeatureResponse();
      response.setHassupport(features.includes(request.getId()));
      return response;
    }),

    registerResource: rpc((request) => {
      const [type, name, urn] = [request.getType(), request.getName(), urnOf(request)];
      if (known.has(urn)) throw new Error(`Two resources have the URN ${urn}`);
      const raw = plain(request.getObject());
      const secret = [];
      const inputs = decode(raw, secret);
      if (type.startsWith("pulumi:providers:")) regions.set(urn, inputs.region ?? region);
      const where = inputs.region ?? regionOf(request.getProvider());
      let id = "";
      let outputs = raw;
      if (request.getCustom()) {
        const made = answerResource({ type, name, inputs, region: where, id: request.getImportid(), vpc });
        if (type === vpcType) vpc ??= made.id;
        id = made.id;
        outputs = { ...made.outputs };
        // The engine returns secrets as secrets, regardless of their origin.
        for (const key of Object.keys(raw)) if (outputs[key] === inputs[key]) outputs[key] = raw[key];
        for (const key of request.getAdditionalsecretoutputsList()) if (key in outputs) outputs[key] = asSecret(outputs[key]);
      }
      delete inputs.__provider; // the source text of a dynamic provider
      known.set(urn, { id, outputs });
      log.resources.push({
        type, name, urn, id, inputs, secret, region: where, custom: request.getCustom(), outputs: decode(outputs),
        parent: request.getParent(), dependsOn: request.getDependenciesList(),
        protect: request.getProtect(), retainOnDelete: request.getRetainondelete(), ignoreChanges: request.getIgnorechangesList(),
      });
      const response = new resource.RegisterResourceResponse();
      response.setUrn(urn);
      response.setId(id);
      response.setObject(wire(outputs));
      return response;
    }),

    registerResourceOutputs: rpc((request) => {
      if (request.getUrn() === stack) log.outputs = decode(plain(request.getOutputs()));
      return new Empty();
    }),

    readResource: rpc((request) => {
      const [type, name, id, urn] = [request.getType(), request.getName(), request.getId(), urnOf(request)];
      const inputs = decode(plain(request.getProperties()));
      if (type === vpcType) vpc ??= id;
      const { outputs } = answerResource({ type, name, inputs, id, region: regionOf(request.getProvider()), vpc });
      const response = new resource.ReadResourceResponse();
      response.setUrn(urn);
      response.setProperties(wire(outputs));
      return response;
    }),

    invoke: rpc((request) => {
      const inputs = decode(plain(request.getArgs()));
      const token = request.getTok();
      const response = new provider.InvokeResponse();
      if (token === "pulumi:pulumi:getResource") {
        const { id, outputs } = known.get(inputs.urn);
        response.setReturn(wire({ urn: inputs.urn, id, state: outputs }));
      } else {
        response.setReturn(wire(answerInvoke({ token, inputs, region: inputs.region ?? regionOf(request.getProvider()), vpc })));
      }
      return response;
    }),

    call: rpc((request) => {
      throw new Error(`${request.getTok()} is a method of a remote component; there are none here`);
    }),
    registerStackTransform: nothing,
    registerStackInvokeTransform: nothing,
    registerResourceHook: nothing,
    signalAndWaitForShutdown: nothing,
    registerPackage: rpc(() => {
      const response = new resource.RegisterPackageResponse();
      response.setRef("package");
      return response;
    }),
  };

  const host = {
    log: rpc((request) => {
      const severity = ["debug", "info", "warning", "error"][request.getSeverity()];
      log.messages.push({ severity, text: request.getMessage() });
      return new Empty();
    }),
    getRootResource: rpc(() => {
      const response = new engine.GetRootResourceResponse();
      response.setUrn(stack);
      return response;
    }),
    setRootResource: rpc((request) => {
      stack = request.getUrn();
      return new engine.SetRootResourceResponse();
    }),
    startDebugging: nothing,
  };

  const server = new grpc.Server({ "grpc.max_receive_message_length": 1 << 28 });
  server.addService(ResourceMonitorService, monitor);
  server.addService(EngineService, host);
  const port = await new Promise((resolve, reject) =>
    server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, at) => (error ? reject(error) : resolve(at))),
  );
  return { address: `127.0.0.1:${port}`, log, stop: () => server.forceShutdown() };
}
