import { count, duration, instant, moment, say } from "./text.js";
import { element } from "./dom.js";
import { act, ask, json } from "./api.js";
import { numberList, numbers, phase, trouble } from "./pipelines.js";
import { graph } from "./graph.js";
import { leftOutItem } from "./leftout.js";
import { resultView } from "./results.js";
import { saveReport } from "./report.js";

function laneTable(run) {
  const holders = new Set(run.sinks.map(sink => sink.heldBy).filter(Boolean));
  const rows = run.sources.flatMap(source => source.lanes.map(lane => {
    const holds = holders.has(lane.name);
    const state = [lane.ended ? say("ended") : lane.idle ? say("idle") : "", holds ? say("holds") : ""].filter(Boolean).join(", ");
    const cells = [lane.name, count(lane.read), count(lane.lag), moment(lane.watermark), duration(lane.silentSeconds), count(lane.late), count(lane.rejected), state];
    return element("tr", { class: holds ? "holds" : null }, cells.map((cell, i) => element("td", { class: [1, 2, 4, 5, 6].includes(i) ? "number" : null }, cell)));
  }));
  const heads = ["lane", "read", "lag", "watermark", "silent", "late", "rejected", ""];
  return element("div", { class: "scroll", tabindex: "0" }, element("table", {},
    element("thead", {}, element("tr", {}, heads.map((head, i) => element("th", { scope: "col", class: [1, 2, 4, 5, 6].includes(i) ? "number" : null }, head && say(head))))),
    element("tbody", {}, rows)));
}

/** From so many seconds without a row on it is said what open windows wait for. */
const LONG_SILENT_SECONDS = 10;

/** What can be asked of a pipeline in each phase. */
const SENSIBLE = {
  running: ["stop", "drain", "restart", "checkpoint"], starting: ["stop", "drain", "restart"], draining: ["stop", "restart"], stopping: [], waiting: ["stop", "drain", "restart"],
  stopped: ["start", "drain"], ended: ["start", "drain"], failed: ["start", "drain", "restart"],
};

function silence(run) {
  const lanes = run.sources.flatMap(source => source.lanes).filter(lane => !lane.ended);
  const silent = Math.min(...lanes.map(lane => lane.silentSeconds));
  return lanes.length > 0 && silent >= LONG_SILENT_SECONDS ? [element("p", {}, say("allSilent", duration(silent)))] : [];
}

function held(run) {
  return run.sinks.filter(sink => sink.heldBy).map(sink => element("p", {},
    `${sink.name}: ${say("watermark")} ${moment(sink.watermark)}, ${say("heldBy", sink.heldBy, instant(sink.heldSince))}`));
}

export function pipelineView(name) {
  const root = element("article", { "aria-labelledby": "here" });
  const state = element("p", {});
  const said = element("p", { class: "notice bad", role: "alert", hidden: true });
  const top = element("div", {});
  const flow = element("div", { class: "flow", tabindex: "0" });
  const missing = element("p", { class: "notice bad", role: "alert", hidden: true }, say("noPipeline", name));
  const lanes = element("div", {});
  const left = element("ul", {});
  const results = element("div", {});
  const text = element("pre", {});
  const leftOut = new Map();
  let views = [];
  let sinks = "";
  let latest = null;

  const tell = async action => {
    said.hidden = true;
    try { await action(); } catch (failure) { said.textContent = failure.message; said.hidden = false; }
  };
  const button = (label, action) => element("button", { type: "button", onclick: () => tell(action) }, say(label));
  const asks = Object.entries({ start: "start", stop: "stop", drain: "drain", restart: "restart", checkpoint: "makeCheckpoint" })
    .map(([action, label]) => [action, button(label, () => act(name, action))]);
  /** A heading and what is beneath it, which are there where that is not empty. */
  const section = (label, ...content) => element("section", { hidden: true }, element("h3", {}, say(label)), content);
  const graphPart = section("graph", flow), lanePart = section("sources", lanes), leftPart = section("leftOut", element("p", {}, say("leftOutHow")), left);
  const remove = async () => {
    if (confirm(say("confirmRemove", name))) {
      await ask(`/v1/pipelines/${encodeURIComponent(name)}`, { method: "DELETE" });
      location.hash = "#/";
    }
  };
  root.append(
    element("h2", { id: "here" }, name), state,
    element("div", { class: "bar", role: "group", "aria-label": name },
      asks.map(([, one]) => one), button("report", async () => saveReport(latest, views)), button("remove", remove)),
    said, top, graphPart,
    element("h3", {}, say("results")), results,
    lanePart, leftPart,
    element("h3", {}, say("sql")), text);
  const whole = [...root.children].slice(1);
  root.append(missing);
  json(`/v1/pipelines/${encodeURIComponent(name)}`).then(told => { text.textContent = told.sql; }, failure => { text.textContent = failure.message; });

  return {
    root,
    close() { views.forEach(view => view.close()); },
    update(status) {
      const pipeline = status.pipelines.find(one => one.name === name);
      missing.hidden = Boolean(pipeline);
      // What a status says that was asked for before the pipeline was made is mended by the next one.
      whole.forEach(part => { part.classList.toggle("absent", !pipeline); });
      if (!pipeline) {
        if (latest) { location.hash = "#/"; }
        return;
      }
      latest = pipeline;
      asks.forEach(([action, one]) => { one.disabled = !(SENSIBLE[pipeline.phase] ?? []).includes(action); });
      graphPart.hidden = lanePart.hidden = !pipeline.run;
      state.replaceChildren(phase(pipeline));
      top.replaceChildren(...trouble(pipeline), numberList(numbers(pipeline)));
      if (pipeline.run) {
        const across = flow.scrollLeft;
        flow.replaceChildren(graph(pipeline));
        flow.scrollLeft = across;
        const place = lanes.firstChild?.scrollTop ?? 0;
        lanes.replaceChildren(laneTable(pipeline.run), ...held(pipeline.run), ...silence(pipeline.run));
        lanes.firstChild.scrollTop = place;
      }
      for (const folder of (pipeline.leftOut ?? []).filter(one => one.rows > 0)) {
        if (!leftOut.has(folder.path)) {
          leftOut.set(folder.path, leftOutItem(folder));
          leftPart.hidden = false;
          left.append(leftOut.get(folder.path).root);
        }
        leftOut.get(folder.path).update(folder, pipeline.run?.checkpoint?.number);
      }
      if (pipeline.results.join() !== sinks) {
        sinks = pipeline.results.join();
        views.forEach(view => view.close());
        views = pipeline.results.map(sink => resultView(name, sink));
        results.replaceChildren(...views.map(view => view.root));
      }
    },
  };
}
