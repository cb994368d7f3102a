// Keeps what V8 made of the installed modules, so that the next process need
// not compile them again: that is much of what an execution costs.
"use strict";
const fs = require("fs");
const Module = require("module");
const path = require("path");
const v8 = require("v8");
const vm = require("vm");

/** cacheCode compiles CommonJS modules below directory with the help of file, and completes the file at the end. */
exports.cacheCode = ({ directory, file }) => {
  // Pulumi sets this flag when it is half loaded. V8 takes code for the flags
  // that it was made with only, so they have to be the same all the time.
  v8.setFlagsFromString("--allow-natives-syntax");
  const known = read(file);
  const scripts = new Map();
  let complete = true;
  const compile = Module.prototype._compile;
  Module.prototype._compile = function (content, filename) {
    if (!filename.startsWith(directory) || !cacheable(content, filename)) return compile.call(this, content, filename);
    // Of the source, V8 itself compares only the length.
    const key = `${filename} ${fs.statSync(filename).mtimeMs}`;
    const cachedData = known.get(key);
    // Columns of the first line stay true in spite of the wrapper.
    const script = new vm.Script(Module.wrap(content), { filename, cachedData, columnOffset: -Module.wrapper[0].length });
    if (!cachedData || script.cachedDataRejected) complete = false;
    scripts.set(key, script);
    const require = Object.assign((id) => this.require(id), {
      resolve: Object.assign((id, options) => Module._resolveFilename(id, this, false, options), {
        paths: (id) => Module._resolveLookupPaths(id, this),
      }),
      main: process.mainModule, extensions: Module._extensions, cache: Module._cache,
    });
    return script.runInThisContext().call(this.exports, this.exports, require, this, filename, path.dirname(filename));
  };

  process.on("exit", () => {
    if (complete) return;
    try {
      // Others may have added to the file meanwhile. It is replaced as a whole.
      const all = read(file);
      for (const [key, script] of scripts) all.set(key, script.createCachedData());
      fs.writeFileSync(`${file}-${process.pid}`, v8.serialize(all));
      fs.renameSync(`${file}-${process.pid}`, file);
    } catch {} // it only saves time
  });
};

// Code from a cache cannot import(). typescript.js only speaks of it.
const cacheable = (content, filename) =>
  !content.startsWith("#!") && (!content.includes("import(") || filename.endsWith("/typescript/lib/typescript.js"));

function read(file) {
  try {
    const known = v8.deserialize(fs.readFileSync(file));
    if (known instanceof Map) return known;
  } catch {} // none yet, or broken
  return new Map();
}
