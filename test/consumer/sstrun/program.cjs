// Loaded into the process that runs a configuration, before anything else.
// It sets the names that the SST CLI defines, fixes what is random, and closes
// the network: only the engine and the CLI's stand-in on this machine answer.
"use strict";
const childProcess = require("child_process");
const crypto = require("crypto");
const dgram = require("dgram");
const dns = require("dns");
const fs = require("fs");
const net = require("net");
const util = require("util");
const { cacheCode } = require("./codecache.cjs");

const given = JSON.parse(process.env.RUN_GIVEN);
delete process.env.RUN_GIVEN;
cacheCode(given.cache);
globalThis.$app = given.app;
globalThis.$cli = given.cli;
globalThis.$dev = false;

// SST ends physical names in letters made of eight random bytes.
const randomBytes = crypto.randomBytes;
crypto.randomBytes = (size, ...more) =>
  size === 8 && more.length === 0 ? Buffer.alloc(8) : randomBytes(size, ...more);

// Node 20 can take half a minute to colour a stack of Pulumi's; so no colours.
const inspect = util.inspect;
util.inspect = Object.assign(
  (value, options, ...more) =>
    inspect(value, typeof options === "object" && options ? { ...options, colors: false } : options, ...more),
  inspect,
);

// Pulumi takes a stack for every promise and shows it only when it is asked to.
// Such an error has no message; to map its stack to the sources takes long.
let prepare;
Object.defineProperty(Error, "prepareStackTrace", {
  configurable: true,
  get: () => prepare,
  set(next) {
    prepare = next && ((error, frames) =>
      error instanceof Error && error.message === "" ? [error, ...frames].join("\n    at ") : next(error, frames));
  },
});

// What is refused is noted down too: a configuration may swallow the error.
const refuse = (what) => {
  fs.appendFileSync(given.refused, what + "\n");
  return new Error(`the network is closed: ${what}`);
};
const connect = net.Socket.prototype.connect;
net.Socket.prototype.connect = function (...args) {
  const first = Array.isArray(args[0]) ? args[0][0] : args[0];
  const to = typeof first === "object" && first !== null ? first : { port: first, host: args[1] };
  const address = to.path ?? `${to.host ?? "localhost"}:${to.port}`;
  if (given.open.includes(address)) return connect.apply(this, args);
  process.nextTick(() => this.destroy(refuse(`connection to ${address}`)));
  return this;
};
dgram.Socket.prototype.send = () => {
  throw refuse("datagram");
};
for (const name of ["resolve", "resolve4", "resolve6", "resolveAny", "resolveTxt"]) {
  dns[name] = dns.promises[name] = (host) => {
    throw refuse(`look-up of ${host}`);
  };
}
// A child process would have a network of its own.
for (const name of ["spawn", "spawnSync", "exec", "execSync", "execFile", "execFileSync", "fork"]) {
  childProcess[name] = (command) => {
    throw refuse(`process ${command}`);
  };
}
