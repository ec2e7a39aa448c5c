import { bytes, count, duration, instant, say } from "./text.js";
import { element } from "./dom.js";
import { ask } from "./api.js";

// Told apart without colour.
const MARKS = { starting: "◔", running: "●", stopping: "◑", draining: "◑", stopped: "○", ended: "✓", failed: "✕", waiting: "↻" };

export function phase(pipeline) {
  return element("span", { class: `phase ${pipeline.phase}`, "data-mark": MARKS[pipeline.phase] ?? "·" }, say(pipeline.phase));
}

export function rate(members) { return (members ?? []).reduce((sum, member) => sum + member.rowsPerSecond, 0); }

/** What is shown of a pipeline in a few numbers: names and texts. */
export function numbers(pipeline) {
  const run = pipeline.run;
  if (!run) { return []; }
  const left = run.counts.late + run.counts.rejected;
  return [
    [say("readPerSecond"), count(run.rowsPerSecond)],
    [say("shownPerSecond"), count(rate(run.sinks))],
    [say("read"), count(run.counts.read)],
    [`${say("late")} + ${say("rejected")}`, count(left)],
    [say("state"), bytes(run.stateBytes)],
    [say("checkpoint"), run.checkpoint ? `${run.checkpoint.number}, ${say("ago", duration(run.checkpoint.ageSeconds))}` : say("never")],
    [say("restarts"), count(pipeline.restarts)],
  ];
}

export function numberList(pairs) {
  return element("dl", { class: "numbers" }, pairs.map(([name, text]) => element("div", {}, element("dt", {}, name), element("dd", {}, text))));
}

export function trouble(pipeline) {
  const told = [];
  if (pipeline.failure) {
    const place = pipeline.failure.line ? ` (${say("place", pipeline.failure.line, pipeline.failure.column)})` : "";
    told.push(element("p", { class: "notice bad" }, `${say("failure")}: ${pipeline.failure.detail}${place}`));
  }
  if (pipeline.nextStart) { told.push(element("p", { class: "notice" }, say("nextStart", instant(pipeline.nextStart)))); }
  if (pipeline.run?.health) { told.push(element("p", { class: "notice" }, `${say("health")}: ${pipeline.run.health}`)); }
  return told;
}

function creation() {
  const name = element("input", { id: "new-name", required: true, pattern: "[A-Za-z0-9_-]+", maxlength: 60 });
  const sql = element("textarea", { class: "sql", id: "new-sql", required: true, spellcheck: "false" });
  const said = element("p", { class: "notice bad", role: "alert", hidden: true });
  const send = async event => {
    event.preventDefault();
    said.hidden = true;
    try {
      await ask(`/v1/pipelines?name=${encodeURIComponent(name.value)}`, { method: "POST", body: sql.value, headers: { "Content-Type": "text/plain" } });
      location.hash = `#/pipelines/${encodeURIComponent(name.value)}`;
    } catch (failure) {
      said.textContent = failure.line ? `${failure.message} (${say("place", failure.line, failure.column)})` : failure.message;
      said.hidden = false;
    }
  };
  return element("details", {}, element("summary", {}, say("create")), element("form", { onsubmit: send },
    element("div", { class: "bar" }, element("label", { for: "new-name" }, say("name")), name),
    element("label", { for: "new-sql", class: "unseen" }, say("sql")), sql,
    element("div", { class: "bar" }, element("button", {}, say("create"))), said));
}

export function pipelinesView() {
  const list = element("ul", { class: "cards" });
  const none = element("div", { hidden: true }, element("p", {}, say("noPipelines")), element("p", {}, say("noPipelinesHow")));
  const root = element("section", { "aria-labelledby": "here" }, element("h2", { id: "here" }, say("pipelines")), none, list, creation());
  const cards = new Map();
  return {
    root,
    update(status) {
      none.hidden = status.pipelines.length > 0;
      const here = new Set(status.pipelines.map(pipeline => pipeline.name));
      for (const [name, card] of cards) { if (!here.has(name)) { card.remove(); cards.delete(name); } }
      for (const pipeline of status.pipelines) {
        let card = cards.get(pipeline.name);
        if (!card) {
          card = element("li", {},
            element("h3", { style: "margin:0" }, element("a", { href: `#/pipelines/${encodeURIComponent(pipeline.name)}` }, pipeline.name)),
            element("div", {}));
          cards.set(pipeline.name, card);
          list.append(card);
        }
        card.lastChild.replaceChildren(phase(pipeline), numberList(numbers(pipeline).slice(0, 4)), ...trouble(pipeline));
      }
    },
  };
}
