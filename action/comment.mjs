// Puts what `pylon-gen diff --format markdown` printed on the pull request, as one
// comment that follows it: edited in place, one green line once nothing changes any
// more. It talks to GITHUB_API_URL alone.
//
// Environment: BODY (a file), CHANGED (true or false), DIRECTORY (what was compared),
// PULL_REQUEST (its number), HEAD_SHA (its head, which was compared), GITHUB_TOKEN,
// GITHUB_REPOSITORY, GITHUB_API_URL, GITHUB_STEP_SUMMARY.
//
// Without a right to write, as in a pull request from a fork, the text goes to the
// summary of the job. The exit code is 1 only when GitHub fails for good.

import { appendFileSync, readFileSync } from "node:fs";

const env = process.env;
const api = `${env.GITHUB_API_URL ?? "https://api.github.com"}/repos/${env.GITHUB_REPOSITORY}`;
const pull = Number(env.PULL_REQUEST);
const changed = env.CHANGED === "true";

// The author of what the workflow's own token writes. A user's own token says
// whose it is.
const workflowAuthor = "github-actions[bot]";

// What GitHub takes in a comment, in characters.
const longest = 65_536;

const tries = 4;
const pause = Number(env.RETRY_MS ?? 1000); // doubled each time

class Refused extends Error {}

async function ask(method, url, body) {
  for (let n = 1; ; n++) {
    let answer;
    try {
      answer = await fetch(url, {
        method,
        headers: {
          accept: "application/vnd.github+json",
          authorization: `Bearer ${env.GITHUB_TOKEN}`,
          "content-type": "application/json",
          "x-github-api-version": "2022-11-28",
        },
        body: body && JSON.stringify(body),
        redirect: "error",
        signal: AbortSignal.timeout(20_000),
      });
    } catch (error) {
      if (n === tries) throw error;
    }
    if (answer?.ok) return answer;
    if (answer && answer.status < 500 && answer.status !== 429) {
      const said = `${method} ${new URL(url).pathname}: ${answer.status}`;
      throw [401, 403, 404].includes(answer.status) ? new Refused(said) : new Error(said);
    }
    if (answer && n === tries) throw new Error(`${method} ${new URL(url).pathname}: ${answer.status}`);
    await new Promise((done) => setTimeout(done, pause * 2 ** (n - 1)));
  }
}

const json = async (method, url, body) => (await ask(method, url, body)).json();

// author is who the token writes as.
async function author() {
  try {
    return (await json("GET", `${new URL(api).origin}${new URL(api).pathname.replace(/\/repos\/.*/, "")}/user`)).login;
  } catch (error) {
    if (error instanceof Refused) return workflowAuthor;
    throw error;
  }
}

// ours are the comments with our marker that we wrote, the oldest first, from all
// pages.
async function ours(start, login) {
  const found = [];
  for (let page = 1; ; page++) {
    const comments = await json("GET", `${api}/issues/${pull}/comments?per_page=100&page=${page}`);
    found.push(...comments.filter((c) => c.user?.login === login && c.body?.startsWith(start)));
    if (comments.length < 100) return found.sort((a, b) => a.id - b.id);
  }
}

// current reports whether what was compared is still the pull request's head: a run
// that was overtaken writes nothing.
async function current() {
  return (await json("GET", `${api}/pulls/${pull}`)).head.sha === env.HEAD_SHA;
}

function summary(text) {
  if (!env.GITHUB_STEP_SUMMARY) return;
  const most = 1_000_000; // of the 1 MiB that a step's summary may have, in bytes
  appendFileSync(env.GITHUB_STEP_SUMMARY, Buffer.from(text).subarray(0, most).toString() + "\n");
}

async function main() {
  const text = readFileSync(env.BODY, "utf8");
  // The directory is a name that a user chose: it must not end the comment of HTML.
  const start = `<!-- pylon-gen diff app=${encodeURI(env.DIRECTORY).replaceAll("-", "%2D")} v=1 `;
  let body = `${start}sha=${env.HEAD_SHA} -->\n${text}`;
  if (body.length > longest) body = `${body.slice(0, longest - 100)}\n\n… cut: the job's summary has all of it.\n`;

  try {
    const login = await author();
    const [first, ...more] = await ours(start, login);
    if (!(await current())) {
      console.log("The pull request has a newer head: its own run writes the comment.");
      return;
    }
    const same = first && first.body.slice(first.body.indexOf("\n") + 1).trimEnd() === body.slice(body.indexOf("\n") + 1).trimEnd();
    if (!first && changed) await ask("POST", `${api}/issues/${pull}/comments`, { body });
    if (first && !same) await ask("PATCH", `${api}/issues/comments/${first.id}`, { body });
    for (const comment of more) await ask("DELETE", `${api}/issues/comments/${comment.id}`);
    console.log(first ? (same ? "The comment is as it was." : "The comment is edited.") : changed ? "The comment is written." : "Nothing changes: no comment.");
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    console.log(`No right to write a comment (${error.message}): the summary has it.`);
    summary(text);
  }
}

main().catch((error) => {
  console.log(`::error title=pylon-gen::the comment could not be written: ${String(error.message).replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A")}`);
  summary(readFileSync(env.BODY, "utf8"));
  process.exitCode = 1;
});
