import { count, duration, moment, say } from "./text.js";
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

function held(run) {
  return run.sinks.filter(sink => sink.heldBy).map(sink => element("p", {},
    `${sink.name}: ${say("watermark")} ${moment(sink.watermark)}, ${say("heldBy", sink.heldBy, new Date(sink.heldSince).toLocaleTimeString())}`));
}

export function pipelineView(name) {
  const root = element("article", { "aria-labelledby": "here" });
  const state = element("p", {});
  const said = element("p", { class: "notice bad", role: "alert", hidden: true });
  const top = element("div", {});
  const flow = element("div", {});
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
  const remove = async () => {
    if (confirm(say("confirmRemove", name))) {
      await ask(`/v1/pipelines/${encodeURIComponent(name)}`, { method: "DELETE" });
      location.hash = "#/";
    }
  };
  root.append(
    element("h2", { id: "here" }, name), state,
    element("div", { class: "bar", role: "group", "aria-label": name },
      button("start", () => act(name, "start")), button("stop", () => act(name, "stop")), button("drain", () => act(name, "drain")),
      button("restart", () => act(name, "restart")), button("makeCheckpoint", () => act(name, "checkpoint")),
      button("report", async () => saveReport(latest, views)), button("remove", remove)),
    said, top,
    element("h3", {}, say("graph")), flow,
    element("h3", {}, say("results")), results,
    element("h3", {}, say("sources")), lanes,
    element("h3", {}, say("leftOut")), element("p", {}, say("leftOutHow")), left,
    element("h3", {}, say("sql")), text);
  json(`/v1/pipelines/${encodeURIComponent(name)}`).then(whole => { text.textContent = whole.sql; }, failure => { text.textContent = failure.message; });

  return {
    root,
    close() { views.forEach(view => view.close()); },
    update(status) {
      const pipeline = status.pipelines.find(one => one.name === name);
      if (!pipeline) { location.hash = "#/"; return; }
      latest = pipeline;
      state.replaceChildren(phase(pipeline));
      top.replaceChildren(...trouble(pipeline), numberList(numbers(pipeline)));
      if (pipeline.run) {
        flow.replaceChildren(graph(pipeline));
        const place = lanes.firstChild?.scrollTop ?? 0;
        lanes.replaceChildren(laneTable(pipeline.run), ...held(pipeline.run));
        lanes.firstChild.scrollTop = place;
      }
      for (const folder of (pipeline.leftOut ?? []).filter(one => one.rows > 0)) {
        if (!leftOut.has(folder.path)) {
          leftOut.set(folder.path, leftOutItem(folder));
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
