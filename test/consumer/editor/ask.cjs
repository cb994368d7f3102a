// Asks yaml-language-server, which editors use, about documents with a given schema.
// The questions are a JSON list on the standard input, each with a text in which | is the
// cursor; the answers are a list of the same length.
const { readFileSync } = require("node:fs");
const { getLanguageService } = require("yaml-language-server");
const { TextDocument } = require("vscode-languageserver-textdocument");

const service = getLanguageService({
  schemaRequestService: (uri) => Promise.reject(new Error(`no network: ${uri}`)),
  workspaceContext: { resolveRelativePath: (path) => path },
  telemetry: { send() {}, sendTrack() {}, sendError: (name, e) => { throw new Error(`${name}: ${JSON.stringify(e)}`); } },
});
const schema = JSON.parse(readFileSync(process.argv[2], "utf8"));
service.configure({ validate: true, hover: true, completion: true, customTags: [], schemas: [{ uri: schema.$id, fileMatch: ["*.yaml"], schema }] });

async function answer({ text }, number) {
  const cursor = text.indexOf("|");
  const document = TextDocument.create(`file:///spec${number}.yaml`, "yaml", number, cursor < 0 ? text : text.slice(0, cursor) + text.slice(cursor + 1));
  const position = document.positionAt(Math.max(cursor, 0));
  const hover = await service.doHover(document, position);
  const completion = await service.doComplete(document, position, false);
  const problems = await service.doValidation(document, false);
  return { hover: hover?.contents.value ?? "", labels: completion.items.map((i) => i.label), problems: problems.map((p) => p.message) };
}

(async () => {
  const answers = [];
  for (const [number, question] of JSON.parse(readFileSync(0, "utf8")).entries()) answers.push(await answer(question, number + 1));
  process.stdout.write(JSON.stringify(answers));
})();
