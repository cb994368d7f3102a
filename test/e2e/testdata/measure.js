// Measures the pictures of a page by the boxes that the browser draws, and writes what is
// wrong with them into the element "result".
const problems = [];
let texts = 0;
addEventListener("securitypolicyviolation", (e) => problems.push("fetches " + e.blockedURI));

const holds = (a, b, slack) =>
  a.left - slack <= b.left && b.right <= a.right + slack && a.top - slack <= b.top && b.bottom <= a.bottom + slack;
const meet = (a, b, slack) =>
  a.left + slack < b.right && b.left + slack < a.right && a.top + slack < b.bottom && b.top + slack < a.bottom;

function look(holder) {
  const svg = holder.querySelector("svg");
  const wrong = (what) => problems.push(holder.dataset.name + ": " + what);
  const whole = svg.getBoundingClientRect();
  const page = document.querySelector("main").getBoundingClientRect();
  const slack = whole.width / svg.viewBox.baseVal.width; // a pixel of the picture
  if (whole.width > page.width + 0.5) wrong("it is wider than the page");
  if (svg.querySelector("script, image, foreignObject, a, use")) wrong("it has an element that runs or fetches");
  for (const e of svg.querySelectorAll("*"))
    for (const a of e.attributes) if (/^on|href/i.test(a.name)) wrong("it has an attribute " + a.name);
  const all = [];
  for (const e of svg.querySelectorAll("text")) {
    const words = [...e.childNodes].filter((n) => n.nodeType === 3).map((n) => n.data).join("");
    if (words.trim() === "") continue;
    const rect = e.getBoundingClientRect();
    const ground = e.parentNode.querySelector(":scope > rect");
    const inside = e.parentNode !== svg && ground && !(ground.getAttribute("class") === "box" && !e.parentNode.classList.contains("node"));
    const room = inside ? ground.getBoundingClientRect() : whole;
    if (!holds(room, rect, slack)) wrong("leaves its box: " + words + " by " + [room.left - rect.left, rect.right - room.right, room.top - rect.top, rect.bottom - room.bottom].map(Math.round));
    all.push({ rect, words });
    texts++;
  }
  for (let i = 0; i < all.length; i++)
    for (let j = 0; j < i; j++)
      if (meet(all[i].rect, all[j].rect, slack)) wrong(JSON.stringify(all[i].words) + " overlaps " + JSON.stringify(all[j].words));
  const blocks = [...svg.querySelectorAll(".node > .box, .label")].map((e) => e.getBoundingClientRect());
  for (let i = 0; i < blocks.length; i++)
    for (let j = 0; j < i; j++) if (meet(blocks[i], blocks[j], 0)) wrong("a box or a label overlaps another");
}

const holders = [...document.querySelectorAll("[data-name]")];
holders.forEach(look);
const fetched = performance.getEntriesByType("resource").map((e) => e.name);
if (fetched.length > 0) problems.push("fetches " + fetched.join(" "));
document.getElementById("result").textContent = JSON.stringify({
  Dark: matchMedia("(prefers-color-scheme: dark)").matches,
  Pictures: holders.length,
  Texts: texts,
  Problems: problems,
});
