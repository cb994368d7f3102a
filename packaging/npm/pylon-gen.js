#!/usr/bin/env node
// Starts the program of this machine's package, and ends as it ends: with its exit code
// (0, 1, 2 and 3 mean different things) or by its signal. Without one the exit code is 3,
// the machine failed us.
"use strict";
const { spawn } = require("node:child_process");

function fail(text) {
  console.error(`pylon-gen: ${text}`);
  process.exit(3);
}

function program() {
  if (process.env.PYLON_GEN_BINARY) return process.env.PYLON_GEN_BINARY;
  const name = `@pylon-gen/${process.platform}-${process.arch}`;
  const file = process.platform === "win32" ? "pylon-gen.exe" : "pylon-gen";
  try {
    return require.resolve(`${name}/bin/${file}`);
  } catch {
    return fail(
      `the package ${name} is not installed. If node_modules was installed on another system, ` +
        "or with --omit=optional, install it again here. For a system without a package, build " +
        "the program with Go and name it in PYLON_GEN_BINARY.",
    );
  }
}

// Listened to first: a signal that comes while the program starts must not be lost. On
// Windows the console tells the program itself, and kill would end it at once.
let child;
const pass = (signal) => process.platform === "win32" || child.kill(signal);
const signals = ["SIGHUP", "SIGINT", "SIGTERM"];
for (const signal of signals) process.on(signal, pass);

child = spawn(program(), process.argv.slice(2), { stdio: "inherit" });
child.on("error", (error) => fail(`${error.path} cannot be started: ${error.code}`));
child.on("exit", (code, signal) => {
  if (signal === null) process.exit(code);
  for (const name of signals) process.removeListener(name, pass);
  process.kill(process.pid, signal);
});
