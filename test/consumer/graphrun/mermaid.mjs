// Draws flowcharts with Mermaid as a page does, and prints what a reader of each sees:
// the texts of nodes and edges, the titles, and every element that no picture has.
// Arguments: the directory of the installation, then files. Prints JSON.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const [home, ...files] = process.argv.slice(2);
const require = createRequire(home + "/");
const { JSDOM } = require("jsdom");

const { window } = new JSDOM("<!DOCTYPE html><body></body>", { pretendToBeVisual: true });
Object.assign(globalThis, { window, document: window.document });
for (const name of ["Element", "SVGElement", "HTMLElement", "Node", "DOMParser", "MutationObserver", "XMLSerializer", "CSSStyleSheet"]) {
  globalThis[name] = window[name];
}
// jsdom lays nothing out: every text has the same size.
window.SVGElement.prototype.getBBox = () => ({ x: 0, y: 0, width: 100, height: 20 });
window.SVGElement.prototype.getComputedTextLength = () => 100;

const { default: mermaid } = await import(pathToFileURL(home + "/node_modules/mermaid/dist/mermaid.core.mjs"));
mermaid.initialize({ startOnLoad: false, securityLevel: "loose" }); // nothing but the text itself keeps a script out

const texts = (root, selector) =>
  [...root.querySelectorAll(selector)].map((e) => {
    e.querySelectorAll("br").forEach((br) => br.replaceWith("\n"));
    return e.textContent;
  });

const charts = [];
for (const [i, file] of files.entries()) {
  const source = readFileSync(file, "utf8");
  try {
    await mermaid.parse(source);
    const { svg } = await mermaid.render("chart" + i, source);
    const root = new JSDOM(svg).window.document;
    charts.push({
      nodes: texts(root, "g.node .nodeLabel"),
      edges: texts(root, "g.edgeLabels > g.edgeLabel span.edgeLabel"),
      titles: texts(root, "svg > title, svg > desc"),
      foreign: [...root.querySelectorAll("script,img,a,iframe,strong,em,code,i,ul,ol,li")].map((e) => e.outerHTML),
      edgeCount: root.querySelectorAll("g.edgePaths > path").length,
    });
  } catch (error) {
    charts.push({ error: String(error.message ?? error) });
  }
}
process.stdout.write(JSON.stringify(charts));
